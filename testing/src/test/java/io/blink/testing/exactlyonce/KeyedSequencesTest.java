package io.blink.testing.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyedSequencesTest {
    @Test
    void lossRepetitionAndOrderAreSeen() {
        KeyedSequences numbers = new KeyedSequences("reader", 2);
        numbers.add(0, 0, "a");
        numbers.add(1, 0, "b");
        numbers.add(0, 1, "c");
        assertThat(numbers.problems(1)).containsExactly("reader: key 0 ends with 2 numbers of 1");
        numbers.add(1, 2, "d");
        numbers.add(1, 1, "e");
        numbers.add(1, 2, "f");
        assertThat(numbers.problems(3))
                .containsExactly(
                        "reader: number 2 of key 1 comes too early at d, where 1 is next",
                        "reader: number 1 of key 1 comes again at e, where 3 is next",
                        "reader: number 2 of key 1 comes again at f, where 3 is next",
                        "reader: key 0 ends with 2 numbers of 3");
        assertThat(numbers.count()).isEqualTo(6);
    }
}
