package io.blink.runtime.expression;

import static io.blink.core.function.ScalarFunction.LIKE;
import static io.blink.runtime.expression.EvaluationKit.call;
import static io.blink.runtime.expression.EvaluationKit.column;
import static io.blink.runtime.expression.EvaluationKit.evaluate;
import static io.blink.runtime.expression.EvaluationKit.expect;
import static io.blink.runtime.expression.EvaluationKit.input;
import static io.blink.runtime.expression.EvaluationKit.literal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.expression.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LikeTest {
    private static Expression like(String pattern) {
        return call(LIKE, "BOOLEAN", input(0, "STRING"), literal("STRING", pattern));
    }

    @Test
    void eachShapeOfPattern() {
        List<Column> columns = List.of(column("STRING", "green", "light green", "greenish", "", null));
        expect(like("green"), columns, "TRUE", "FALSE", "FALSE", "FALSE", null);
        expect(like("green%"), columns, "TRUE", "FALSE", "TRUE", "FALSE", null);
        expect(like("%green"), columns, "TRUE", "TRUE", "FALSE", "FALSE", null);
        expect(like("%green%"), columns, "TRUE", "TRUE", "TRUE", "FALSE", null);
        expect(like("%"), columns, "TRUE", "TRUE", "TRUE", "TRUE", null);
        expect(like(""), columns, "FALSE", "FALSE", "FALSE", "TRUE", null);
        expect(like("_%"), columns, "TRUE", "TRUE", "TRUE", "FALSE", null);
        expect(like("g%e%n"), columns, "TRUE", "FALSE", "FALSE", "FALSE", null);
        expect(like("gr_en"), columns, "TRUE", "FALSE", "FALSE", "FALSE", null);
    }

    @Test
    void escapesMakeWildcardsLiteral() {
        List<Column> columns = List.of(column("STRING", "50%", "50a", "a_b", "a\\b"));
        expect(like("50\\%"), columns, "TRUE", "FALSE", "FALSE", "FALSE");
        expect(like("a\\b"), columns, "FALSE", "FALSE", "FALSE", "TRUE");
        Expression escaped =
                call(LIKE, "BOOLEAN", input(0, "STRING"), literal("STRING", "a#_b"), literal("STRING", "#"));
        expect(escaped, columns, "FALSE", "FALSE", "TRUE", "FALSE");
        Expression wrong = call(LIKE, "BOOLEAN", input(0, "STRING"), literal("STRING", "a#b"), literal("STRING", "#"));
        assertThatThrownBy(() -> evaluate(wrong, new Batch(columns))).hasMessageContaining("in the pattern 'a#b'");
    }

    @Test
    void patternsMayComeFromAColumn() {
        Expression like = call(LIKE, "BOOLEAN", input(0, "STRING"), input(1, "STRING"));
        expect(
                like,
                List.of(column("STRING", "abc", "abc", null, "x"), column("STRING", "a%", "%b", "%", null)),
                "TRUE",
                "FALSE",
                null,
                null);
    }

    @Test
    void agreesWithRegularExpressionsOnRandomPatterns() {
        long seed = 20_240_817L;
        Random random = new Random(seed);
        for (int round = 0; round < 1500; round++) {
            String pattern = text(random, "ab%_é😀", 7);
            List<String> texts = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            Pattern oracle = regular(pattern);
            for (int i = 0; i < 12; i++) {
                texts.add(text(random, "abé😀", 9));
                expected.add(oracle.matcher(texts.get(i)).matches() ? "TRUE" : "FALSE");
            }
            Batch batch = new Batch(List.of(column("STRING", texts.toArray(String[]::new))));
            assertThat(evaluate(like(pattern), batch))
                    .as("%s like %s, seed %d", texts, pattern, seed)
                    .isEqualTo(expected);
        }
    }

    private static String text(Random random, String alphabet, int lengthMax) {
        int[] letters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(lengthMax); length > 0; length--) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    private static Pattern regular(String like) {
        StringBuilder pattern = new StringBuilder();
        like.codePoints()
                .forEach(c -> pattern.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c))));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }
}
