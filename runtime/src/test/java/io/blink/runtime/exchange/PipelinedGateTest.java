package io.blink.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Barriers that overtake rows: whatever the interleaving, each row is either handed on ahead of the barrier or saved with it, and in its channel's order. */
class PipelinedGateTest {
    private static final class Producer implements BatchChannel {
        private final ArrayDeque<Element> sent = new ArrayDeque<>();

        @Override
        public Element poll() {
            return sent.poll();
        }

        @Override
        public void listener(Runnable listener) {}

        @Override
        public void close() {}
    }

    private final List<Producer> producers = List.of(new Producer(), new Producer(), new Producer());
    private PipelinedGate gate = new PipelinedGate(producers);

    private static Element.Rows row(long value) {
        return new Element.Rows(new Batch(1, List.of(new LongColumn(1, new long[] {value}, null))));
    }

    private static long value(Element.Rows rows) {
        return ((LongColumn) rows.batch().column(0)).values()[0];
    }

    private void send(int producer, Element... elements) {
        producers.get(producer).sent.addAll(List.of(elements));
    }

    private List<String> read() {
        List<String> read = new ArrayList<>();
        for (Element element = gate.poll(); element != null; element = gate.poll()) {
            read.add(text(element));
        }
        return read;
    }

    private static String text(Element element) {
        return element instanceof Element.Rows rows
                ? Long.toString(value(rows))
                : element instanceof Element.Barrier barrier ? "|" + barrier.checkpointId() : element.toString();
    }

    private List<List<Long>> overtaken(long checkpoint) {
        return gate.overtaken(checkpoint).rows().stream()
                .map(channel -> channel.stream().map(PipelinedGateTest::value).toList())
                .toList();
    }

    @Test
    void aBarrierOvertakesRowsThatAreSaved() {
        send(0, row(1), new Element.Barrier(5, 0), row(4));
        send(1, row(2));
        send(2, row(3), new Element.Barrier(5, 0));
        gate.overtake(5);
        assertThat(read()).as("one barrier is missing").isEmpty();
        send(1, new Element.Barrier(5, 0), row(5));
        assertThat(read()).startsWith("|5").containsExactlyInAnyOrder("|5", "1", "2", "3", "4", "5");
        assertThat(overtaken(5)).containsExactly(List.of(1L), List.of(2L), List.of(3L));
        assertThat(overtaken(5)).as("asked twice").isEmpty();
    }

    @Test
    void rowsOfProducersWhoseBarrierWasHandedOnAreNotOvertaken() {
        send(0, row(1), new Element.Barrier(5, 0));
        assertThat(read()).containsExactly("1");
        send(1, row(2));
        send(2, row(3), new Element.Barrier(5, 0));
        gate.overtake(5);
        send(0, row(4));
        send(1, new Element.Barrier(5, 0));
        gate.overtake(5);
        assertThat(read()).startsWith("|5").hasSize(4);
        assertThat(overtaken(5)).containsExactly(List.of(), List.of(2L), List.of(3L));
    }

    @Test
    void anAbortedCheckpointHandsOnInOrder() {
        send(0, row(1), new Element.Barrier(5, 0), row(2));
        send(1, row(3));
        send(2, row(4));
        gate.overtake(5);
        gate.giveUpOvertaking(5);
        assertThat(read()).containsExactlyInAnyOrder("1", "3", "4");
        send(1, new Element.Barrier(6, 0));
        send(2, new Element.Barrier(6, 0));
        send(0, new Element.Barrier(6, 0));
        assertThat(read()).as("its barrier gives the earlier one up").containsExactly("2", "|6");
        assertThat(overtaken(5)).isEmpty();
    }

    @Test
    void aBarrierThatWouldOvertakeTooMuchWaitsForItsTurn() {
        send(0, row(1), new Element.Barrier(5, 0), row(2));
        gate.overtake(5);
        long[] large = new long[1 << 20];
        Element.Rows rows =
                new Element.Rows(new Batch(large.length, List.of(new LongColumn(large.length, large, null))));
        for (long bytes = 0; bytes <= SetAside.BYTES_MAX; bytes += rows.bytes()) {
            send(1, rows);
        }
        gate.overtake(5);
        send(1, new Element.Barrier(5, 0));
        send(2, row(3), new Element.Barrier(5, 0));
        gate.overtake(5);
        assertThat(read()).endsWith("|5", "2").contains("1", "3");
        assertThat(overtaken(5)).isEmpty();
    }

    @Test
    void anEndIsAsGoodAsABarrier() {
        send(0, row(1), Element.end());
        send(1, row(2), new Element.Barrier(5, 0));
        send(2, Element.end());
        gate.overtake(5);
        assertThat(read()).startsWith("|5").hasSize(3);
        assertThat(overtaken(5)).containsExactly(List.of(1L), List.of(2L), List.of());
        send(1, Element.end());
        assertThat(read()).containsExactly("End[]");
    }

    @Test
    void endsOfAllProducersEndTheWait() {
        for (int i = 0; i < 3; i++) {
            send(i, row(i), Element.end());
        }
        gate.overtake(5);
        assertThat(read()).containsExactly("0", "1", "2", "End[]");
    }

    @Test
    void restoredRowsComeAheadOfWhatIsSent() {
        SetAside restored = new SetAside(1);
        restored.restore(0, List.of(row(1), row(2)));
        Producer producer = new Producer();
        PipelinedGate again = new PipelinedGate(List.of(producer), restored);
        producer.sent.add(new Element.Barrier(6, 0));
        producer.sent.add(row(3));
        again.overtake(6);
        assertThat(text(again.poll())).isEqualTo("|6");
        assertThat(text(again.poll())).isEqualTo("1");
        assertThat(text(again.poll())).isEqualTo("2");
        assertThat(text(again.poll())).isEqualTo("3");
        assertThat(again.overtaken(6).rows().get(0))
                .extracting(PipelinedGateTest::value)
                .containsExactly(1L, 2L);
    }

    @Test
    void aWatermarkThatABarrierOvertookIsSavedAndComesBehindTheRestoredRows() {
        send(0, row(1), new Element.Watermark(20), new Element.Barrier(5, 0), new Element.Watermark(30));
        send(1, new Element.Watermark(10), row(2), new Element.Barrier(5, 0));
        send(2, new Element.Watermark(50), Element.idle(), new Element.Barrier(5, 0));
        gate.overtake(5);
        assertThat(text(gate.poll())).isEqualTo("|5");
        Overtaken saved = gate.overtaken(5);
        assertThat(saved.watermarkMicros()).isEqualTo(10);

        SetAside restored = new SetAside(3);
        for (int channel = 0; channel < 3; channel++) {
            restored.restore(channel, saved.rows().get(channel));
        }
        restored.restoreWatermark(saved.watermarkMicros());
        gate = new PipelinedGate(producers.stream().map(sent -> new Producer()).toList(), restored);
        assertThat(read()).containsExactly("1", "2", new Element.Watermark(10).toString());
    }

    @Test
    void everyRowIsOnOneSideOfEachBarrier() {
        for (int seed = 1; seed <= 300; seed++) {
            run(new Random(seed), seed);
        }
    }

    private static void run(Random random, int seed) {
        List<Producer> producers = List.of(new Producer(), new Producer(), new Producer());
        PipelinedGate gate = new PipelinedGate(producers);
        long[] sent = new long[3];
        long[] received = new long[3];
        long[] watermarks = new long[3];
        Arrays.fill(watermarks, Long.MIN_VALUE);
        long watermark = Long.MIN_VALUE;
        for (int checkpoint = 1; checkpoint <= 20; checkpoint++) {
            boolean[] barrier = new boolean[3];
            long[] before = new long[3];
            long[] watermarksBefore = new long[3];
            boolean aborted = random.nextInt(4) == 0;
            boolean passed = false;
            for (int step = 0; !passed && step < 200; step++) {
                int channel = random.nextInt(3);
                switch (random.nextInt(6)) {
                    case 0, 1 -> producers.get(channel).sent.add(row(channel * 1_000_000L + sent[channel]++));
                    case 2 -> {
                        if (!barrier[channel] && !(aborted && channel == 0)) {
                            barrier[channel] = true;
                            before[channel] = sent[channel];
                            watermarksBefore[channel] = watermarks[channel];
                            producers.get(channel).sent.add(new Element.Barrier(checkpoint, 0));
                        }
                    }
                    case 3 -> {
                        if (random.nextInt(3) == 0) {
                            gate.overtake(checkpoint);
                        }
                    }
                    case 4 -> {
                        watermarks[channel] = Math.max(watermarks[channel], 0) + random.nextInt(3);
                        producers.get(channel).sent.add(new Element.Watermark(watermarks[channel]));
                    }
                    default -> {
                        Element element = gate.poll();
                        if (element instanceof Element.Rows rows) {
                            take(rows, received, seed);
                        } else if (element instanceof Element.Barrier) {
                            passed = true;
                        } else if (element instanceof Element.Watermark risen) {
                            watermark = risen.micros();
                        }
                    }
                }
            }
            if (passed) {
                Overtaken overtaken = gate.overtaken(checkpoint);
                assertCut(overtaken.rows(), received, before, seed);
                assertThat(Math.max(watermark, overtaken.watermarkMicros()))
                        .as("watermark, seed " + seed)
                        .isEqualTo(Arrays.stream(watermarksBefore).min().orElseThrow());
            } else {
                gate.giveUpOvertaking(checkpoint);
            }
        }
    }

    private static void take(Element.Rows rows, long[] received, int seed) {
        int channel = (int) (value(rows) / 1_000_000);
        assertThat(value(rows) % 1_000_000).as("order, seed " + seed).isEqualTo(received[channel]++);
    }

    /** What was handed on and what was saved are together what each producer had sent ahead of its barrier. */
    private static void assertCut(List<List<Element.Rows>> saved, long[] received, long[] before, int seed) {
        for (int channel = 0; channel < 3; channel++) {
            List<Element.Rows> rows = saved.isEmpty() ? List.of() : saved.get(channel);
            assertThat(received[channel] + rows.size()).as("seed " + seed).isEqualTo(before[channel]);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(value(rows.get(i)) % 1_000_000).as("seed " + seed).isEqualTo(received[channel] + i);
            }
        }
    }
}
