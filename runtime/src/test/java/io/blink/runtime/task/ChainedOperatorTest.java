package io.blink.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.IntColumn;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.Wait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChainedOperatorTest {
    private final ElementQueue input = new ElementQueue();
    private final List<String> emitted = new ArrayList<>();
    private final Answering operator = new Answering();
    private final ChainedOperator chained = new ChainedOperator(
            new OperatorNode(
                    1,
                    "state",
                    "answering",
                    new OperatorSpec.Union(),
                    List.of(new OperatorInput.FromEdge(0)),
                    List.of()),
            operator,
            List.of(input),
            new ChainedOperator.Downstream() {
                @Override
                public boolean hasRoom() {
                    return true;
                }

                @Override
                public void rows(Batch batch) {
                    emitted.add("row " + ((IntColumn) batch.column(0)).get(0));
                }

                @Override
                public void control(Element control) {
                    emitted.add(control.getClass().getSimpleName());
                }

                @Override
                public boolean abandoned() {
                    return false;
                }
            },
            (at, barrier) -> emitted.add("snapshot with " + operator.waiting.size() + " waiting"));

    private void add(int number) {
        input.add(new Element.Rows(new Batch(1, List.of(new IntColumn(1, new int[] {number}, null)))));
    }

    private void run() {
        for (int step = 0; step < 100 && chained.step(0); step++) {}
    }

    @Test
    void rowsAreTakenWhileOthersWaitForAnswersButNotBehindABarrier() {
        add(1);
        add(2);
        input.add(new Element.Barrier(1, 0));
        add(3);
        run();
        assertThat(operator.waiting).hasSize(2);
        assertThat(emitted).isEmpty();
        operator.answer();
        run();
        assertThat(emitted).containsExactly("row 1", "row 2", "snapshot with 0 waiting", "Barrier");
        assertThat(operator.waiting).hasSize(1);
    }

    @Test
    void watermarksPassNoRowsThatWaitForAnswers() {
        add(1);
        input.add(new Element.Watermark(10));
        add(2);
        run();
        assertThat(operator.waiting).hasSize(1);
        operator.answer();
        run();
        assertThat(emitted).containsExactly("row 1", "Watermark");
        operator.answer();
        run();
        assertThat(emitted).containsExactly("row 1", "Watermark", "row 2");
    }

    /** Gives back what it takes once it is told to. */
    private static final class Answering implements Operator {
        private final Deque<Batch> waiting = new ArrayDeque<>();
        private CompletableFuture<Void> answers = new CompletableFuture<>();

        void answer() {
            answers.complete(null);
        }

        @Override
        public boolean needsInput(int input) {
            return true;
        }

        @Override
        public boolean takesInputWhileWaiting() {
            return true;
        }

        @Override
        public void addInput(int input, Batch batch) {
            if (answers.isDone() && waiting.isEmpty()) {
                answers = new CompletableFuture<>();
            }
            waiting.add(batch);
        }

        @Override
        public void endInput(int input) {}

        @Override
        public Batch output() {
            return answers.isDone() ? waiting.poll() : null;
        }

        @Override
        public boolean finished() {
            return false;
        }

        @Override
        public Wait waitsFor() {
            return waiting.isEmpty() ? Wait.NONE : Wait.until(answers);
        }

        @Override
        public void close() {}
    }
}
