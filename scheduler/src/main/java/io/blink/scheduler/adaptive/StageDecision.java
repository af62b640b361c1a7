package io.blink.scheduler.adaptive;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One change of a running batch's plan. Stored as JSON in the records of finished regions. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "decision")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StageDecision.CopyBuildSide.class, name = "copyBuildSide"),
    @JsonSubTypes.Type(value = StageDecision.PartitionBuildSide.class, name = "partitionBuildSide"),
    @JsonSubTypes.Type(value = StageDecision.SwapSides.class, name = "swapSides"),
    @JsonSubTypes.Type(value = StageDecision.LeaveOut.class, name = "leaveOut")
})
public sealed interface StageDecision {
    /** For people: what was decided, and on which measure. */
    String text();

    /**
     * The build side is small: every task of the join reads all of it, and what was to travel along the probe edge is computed where it is joined.
     *
     * @param probeEdge whose source vertex becomes part of its target
     */
    record CopyBuildSide(int probeEdge, String text) implements StageDecision {}

    /**
     * The build side that was to go to every task is too large for that: both sides are dealt out by their keys. All ids but the join's are new ones.
     *
     * @param probeVertex gets what is below the join's probe side
     * @param relayVertex reads what was written for all tasks, and deals it out
     */
    record PartitionBuildSide(
            int join, int probeVertex, int relayVertex, int relayOperator, int probeEdge, int buildEdge, String text)
            implements StageDecision {}

    /** The probe side is the smaller one: it is built. */
    record SwapSides(int join, String text) implements StageDecision {}

    /**
     * One side has no rows, and so the join has none: what makes the other side is left out.
     *
     * @param emptyVertices that wrote no rows
     * @param vertices that are not run
     */
    record LeaveOut(int join, List<Integer> emptyVertices, List<Integer> vertices, String text)
            implements StageDecision {
        public LeaveOut {
            emptyVertices = List.copyOf(emptyVertices);
            vertices = List.copyOf(vertices);
        }
    }
}
