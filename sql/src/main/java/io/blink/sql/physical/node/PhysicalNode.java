package io.blink.sql.physical.node;

import static java.util.Objects.requireNonNull;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.UpdatingSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import java.util.List;
import java.util.stream.Stream;

/** A plan before it is cut into vertices: operators, and exchanges where rows change their task. */
public sealed interface PhysicalNode {
    List<PhysicalNode> inputs();

    List<Field> output();

    Distribution distribution();

    /** The order of the rows within each task, as far as it is known. */
    List<SortKey> ordering();

    Estimate estimate();

    /** Equal for nodes that give the same rows, whatever their columns are called. */
    String digest();

    default List<DataType> types() {
        return output().stream().map(Field::type).toList();
    }

    /** What becomes of the rows in a stream. */
    Changes changes();

    /** Whether old contents of updated rows come out. */
    boolean emitsUpdateBefore();

    /** The tables that are read below, each once. */
    Stream<String> tables();

    /**
     * An operator that runs in the task of its inputs.
     *
     * @param name for people
     * @param meaning names the operator's state: what it computes of which columns, without their numbers
     * @param changes in a stream
     * @param beforeNeeds for each input whether old contents of its updated rows are needed
     * @param notes for EXPLAIN
     * @param parallelism tasks that run it; 0: as many as the rest of the plan has
     */
    record Operation(
            OperatorSpec spec,
            String name,
            String meaning,
            List<PhysicalNode> inputs,
            List<Field> output,
            Distribution distribution,
            List<SortKey> ordering,
            Estimate estimate,
            Changes changes,
            List<BeforeNeed> beforeNeeds,
            List<String> notes,
            int parallelism,
            String digest)
            implements PhysicalNode {
        public Operation {
            requireNonNull(spec, "spec");
            inputs = List.copyOf(inputs);
            output = List.copyOf(output);
            ordering = List.copyOf(ordering);
            beforeNeeds = List.copyOf(beforeNeeds);
            notes = List.copyOf(notes);
        }

        @Override
        public Stream<String> tables() {
            Stream<String> own = spec instanceof OperatorSpec.TableScan ? Stream.of(meaning) : Stream.empty();
            return Stream.concat(own, inputs.stream().flatMap(PhysicalNode::tables))
                    .distinct();
        }

        @Override
        public boolean emitsUpdateBefore() {
            if (spec instanceof UpdatingSpec updating) {
                return updating.emitsUpdateBefore();
            }
            return spec instanceof OperatorSpec.TableScan
                    ? changes.updates() && !changes.newContentsOnly()
                    : inputs.stream().anyMatch(PhysicalNode::emitsUpdateBefore);
        }

        /** The same operation over inputs with the same columns. */
        public Operation withInputs(List<PhysicalNode> newInputs) {
            boolean same = true;
            for (int i = 0; i < inputs.size(); i++) {
                same &= inputs.get(i) == newInputs.get(i);
            }
            return same ? this : with(spec, newInputs);
        }

        /** The same over inputs with the same columns, with another spec of the same meaning. */
        public Operation with(OperatorSpec newSpec, List<PhysicalNode> newInputs) {
            return new Operation(
                    newSpec,
                    name,
                    meaning,
                    newInputs,
                    output,
                    distribution,
                    ordering,
                    estimate,
                    changes,
                    beforeNeeds,
                    notes,
                    parallelism,
                    digest(newSpec, newInputs, parallelism));
        }

        public Operation withRows(double rows) {
            return new Operation(
                    spec,
                    name,
                    meaning,
                    inputs,
                    output,
                    distribution,
                    ordering,
                    estimate.withRows(rows),
                    changes,
                    beforeNeeds,
                    notes,
                    parallelism,
                    digest);
        }

        public Operation withChanges(Changes newChanges) {
            return new Operation(
                    spec,
                    name,
                    meaning,
                    inputs,
                    output,
                    distribution,
                    ordering,
                    estimate,
                    newChanges,
                    beforeNeeds,
                    notes,
                    parallelism,
                    digest);
        }

        /** The same in so many tasks. */
        public Operation withParallelism(int tasks) {
            return new Operation(
                    spec,
                    name,
                    meaning,
                    inputs,
                    output,
                    distribution,
                    ordering,
                    estimate,
                    changes,
                    beforeNeeds,
                    notes,
                    tasks,
                    digest(spec, inputs, tasks));
        }

        private static String digest(OperatorSpec spec, List<PhysicalNode> inputs, int tasks) {
            String rows = Digests.of(spec, inputs);
            return tasks == 0 ? rows : Digests.of(rows + " in " + tasks + " tasks");
        }

        public PhysicalNode onlyInput() {
            return inputs.get(0);
        }
    }

    /** Moves rows between tasks. */
    record Exchange(PhysicalNode input, Partitioning partitioning) implements PhysicalNode {
        public Exchange {
            requireNonNull(input, "input");
            requireNonNull(partitioning, "partitioning");
        }

        @Override
        public List<PhysicalNode> inputs() {
            return List.of(input);
        }

        @Override
        public List<Field> output() {
            return input.output();
        }

        @Override
        public Distribution distribution() {
            if (partitioning instanceof Partitioning.Forward) {
                return input.distribution();
            }
            if (partitioning instanceof Partitioning.Hash hash) {
                return new Distribution.Hashed(hash.keys());
            }
            if (partitioning instanceof Partitioning.Gather) {
                return Distribution.SINGLE;
            }
            return partitioning instanceof Partitioning.Broadcast ? Distribution.REPLICATED : Distribution.ARBITRARY;
        }

        @Override
        public List<SortKey> ordering() {
            return partitioning instanceof Partitioning.Gather gather ? gather.mergeKeys() : List.of();
        }

        @Override
        public Estimate estimate() {
            return input.estimate();
        }

        @Override
        public Changes changes() {
            return RowWiseChanges.exchanged(partitioning, input.changes());
        }

        @Override
        public boolean emitsUpdateBefore() {
            return input.emitsUpdateBefore();
        }

        @Override
        public String digest() {
            return "Exchange(" + partitioning + ", " + input.digest() + ")";
        }

        @Override
        public Stream<String> tables() {
            return input.tables();
        }
    }
}
