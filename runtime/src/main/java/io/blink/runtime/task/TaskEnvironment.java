package io.blink.runtime.task;

import io.blink.core.function.user.UserCode;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.OperatorNode;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.PartitionOpener;
import io.blink.runtime.exchange.PartitionRegistry;
import io.blink.runtime.operator.join.lookup.LookupTables;
import io.blink.runtime.spill.SpillFiles;
import io.blink.shuffle.LocalDirectories;
import io.blink.shuffle.LocalFiles;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What the tasks of one worker share.
 *
 * @param slotMemory the managed pool of each slot
 * @param ioExecutor for blocking work; grows with demand, since operators may wait for each other's work on it
 * @param spillFiles makes the spill files of one operator of one task
 * @param shuffleBufferBytes rows that a task keeps for one blocking edge before it spills a run
 * @param userCode the jars of users' functions
 * @param fileSystems where checkpoints are
 * @param lookupTables that rows are looked up in
 */
public record TaskEnvironment(
        WorkerThreads threads,
        Executor ioExecutor,
        Connectors connectors,
        OperatorMaker operators,
        SpillFilesMaker spillFiles,
        PartitionRegistry registry,
        PartitionOpener partitions,
        LocalDirectories localDirectories,
        LocalFiles localFiles,
        List<MemoryPool> slotMemory,
        long shuffleBufferBytes,
        UserCode userCode,
        FileSystems fileSystems,
        LookupTables lookupTables) {
    public TaskEnvironment {
        slotMemory = List.copyOf(slotMemory);
    }

    /** Makes the spill files of one operator of one task. */
    @FunctionalInterface
    public interface SpillFilesMaker {
        SpillFiles create(TaskAttemptId task, OperatorNode node);
    }
}
