package io.blink.runtime.expression.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodePointsTest {
    @Test
    void countsAtAnyPlaceWhatTheStringHas() {
        Random random = new Random(7);
        int[] starts = {'a', 0xE9, 0x20AC, 0x1F600};
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            int codePoints = random.nextInt(40);
            for (int i = 0; i < codePoints; i++) {
                text.appendCodePoint(starts[random.nextInt(starts.length)] + random.nextInt(20));
            }
            int before = random.nextInt(9);
            byte[] bytes = ("€".repeat(before) + text + "€").getBytes(StandardCharsets.UTF_8);
            assertThat(CodePoints.count(bytes, 3 * before, bytes.length - 3))
                    .as(text.toString())
                    .isEqualTo(codePoints);
        }
    }
}
