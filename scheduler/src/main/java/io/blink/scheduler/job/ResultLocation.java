package io.blink.scheduler.job;

import io.blink.runtime.control.ProducerLocation;
import java.util.List;

/**
 * Where the rows of a job's result are to be read.
 *
 * @param producers tasks of the result's vertex, in order
 * @param blocking whether they have written everything; otherwise they write while it is read
 */
public record ResultLocation(List<ProducerLocation> producers, boolean blocking) {
    public ResultLocation {
        producers = List.copyOf(producers);
    }
}
