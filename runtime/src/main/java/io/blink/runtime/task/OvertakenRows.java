package io.blink.runtime.task;

import io.blink.core.column.BatchFrame;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.ChannelState;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.exchange.Element;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that barriers overtook, in files of the job's folder: at most one of a task and checkpoint, {@code state/channels-VERTEX-SUBTASK/ATTEMPT-CHECKPOINT.state}, which holds batch
 * frames and nothing else. Calls block; on I/O threads.
 */
final class OvertakenRows {
    private final FileSystems fileSystems;
    private final String directory;
    private final TaskAttemptId task;

    OvertakenRows(FileSystems fileSystems, String jobDirectory, TaskAttemptId task) {
        this.fileSystems = fileSystems;
        this.directory = jobDirectory + "/state/channels-" + task.getVertexId() + "-" + task.getSubtask();
        this.task = task;
    }

    /** Those of one channel. @param watermarkMicros of all channels of the edge, behind the rows of each */
    record OfChannel(int edgeId, int producer, List<Element.Rows> rows, long watermarkMicros) {}

    /** Writes those of a checkpoint; without any there is no file. */
    List<ChannelState> write(long checkpointId, List<OfChannel> channels) throws IOException {
        List<ChannelState> states = new ArrayList<>();
        if (channels.isEmpty()) {
            return states;
        }
        String path = directory + "/" + task.getAttempt() + "-" + checkpointId + ".state";
        long offset = 0;
        try (OutputStream file = new BufferedOutputStream(fileSystems.of(path).create(path))) {
            for (OfChannel channel : channels) {
                long bytes = 0;
                for (Element.Rows rows : channel.rows()) {
                    byte[] frame = rows.frame();
                    file.write(frame);
                    bytes += frame.length;
                }
                states.add(ChannelState.newBuilder()
                        .setEdgeId(channel.edgeId())
                        .setProducerSubtask(channel.producer())
                        .setFile(path)
                        .setOffset(offset)
                        .setBytes(bytes)
                        .setWatermarkMicros(channel.watermarkMicros())
                        .build());
                offset += bytes;
            }
        }
        return states;
    }

    /** Those of one channel, in their order. */
    List<Element.Rows> read(ChannelState state) {
        FileSystem fileSystem = fileSystems.of(state.getFile());
        try (InputFile file = fileSystem.open(state.getFile())) {
            byte[] frames = new byte[Math.toIntExact(state.getBytes())];
            file.readFully(state.getOffset(), frames, 0, frames.length);
            List<Element.Rows> rows = new ArrayList<>();
            for (int offset = 0; offset < frames.length; ) {
                int length = BatchFrame.length(frames, offset);
                rows.add(new Element.Rows(BatchFrame.decode(frames, offset, length)));
                offset += length;
            }
            return rows;
        } catch (IOException e) {
            throw new BlinkException(
                    RuntimeErrorCode.PARTITION_LOST,
                    "The rows that a barrier overtook cannot be read from " + state.getFile() + ": " + e.getMessage(),
                    e);
        }
    }
}
