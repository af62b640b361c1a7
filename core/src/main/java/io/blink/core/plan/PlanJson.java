package io.blink.core.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;

/** Plans as versioned typed JSON. Unknown properties are errors: a plan is read by a build that knows its version. */
public final class PlanJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private PlanJson() {}

    public static String write(Object planRecord) {
        try {
            return MAPPER.writeValueAsString(planRecord);
        } catch (JsonProcessingException e) {
            throw new BlinkException(CoreErrorCode.CORRUPT_PLAN, "A plan cannot be written: " + e.getMessage(), e);
        }
    }

    /** Reads a record of this package, of {@code expression}, or of a connector's handle. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new BlinkException(
                    CoreErrorCode.CORRUPT_PLAN,
                    "A " + type.getSimpleName() + " cannot be read: " + e.getOriginalMessage(),
                    e);
        }
    }

    /** Reads a job graph, refusing versions that this build does not know. */
    public static JobGraph readJobGraph(String json) {
        JobGraph graph = read(json, JobGraph.class);
        if (graph.formatVersion() != JobGraph.FORMAT_VERSION) {
            throw new BlinkException(
                    CoreErrorCode.CORRUPT_PLAN,
                    "Plan '" + graph.name() + "' has format version " + graph.formatVersion() + "; this build reads "
                            + JobGraph.FORMAT_VERSION + ". Submit the statement again with this version's client.");
        }
        return graph;
    }
}
