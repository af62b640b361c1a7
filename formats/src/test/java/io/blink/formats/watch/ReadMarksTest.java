package io.blink.formats.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadMarksTest {
    @Test
    void lateOnesAreToldFromThoseThatWereRead() {
        ReadMarks marks = new ReadMarks(null, List.of());
        marks.add(new ReadMark(0, "dt=3"));
        marks.add(new ReadMark(0, "dt=5"));
        assertThat(marks.contains(new ReadMark(0, "dt=3"))).isTrue();
        assertThat(marks.contains(new ReadMark(0, "dt=4"))).isFalse();
        assertThat(marks.contains(new ReadMark(0, "dt=1"))).isFalse();
        assertThat(marks.highest()).contains(new ReadMark(0, "dt=5"));
    }

    @Test
    void holdsABoundedNumberHoweverManyAreRead() {
        ReadMarks marks = new ReadMarks(null, List.of());
        int read = 3 * ReadMarks.RECENT_MAX;
        for (int i = 0; i < read; i++) {
            marks.add(new ReadMark(i, "p"));
        }
        assertThat(marks.recent()).hasSize(ReadMarks.RECENT_MAX);
        assertThat(marks.floor()).isEqualTo(new ReadMark(read - ReadMarks.RECENT_MAX - 1, "p"));
        ReadMarks restored = new ReadMarks(marks.floor(), marks.recent());
        for (int i = 0; i < read; i++) {
            assertThat(restored.contains(new ReadMark(i, "p"))).isTrue();
        }
        assertThat(restored.contains(new ReadMark(read - 10, "late"))).isFalse();
        assertThat(restored.contains(new ReadMark(10, "much too late"))).isTrue();
    }
}
