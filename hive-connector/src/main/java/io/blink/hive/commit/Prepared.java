package io.blink.hive.commit;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Committable;

/** What a committable of this connector says: a file, or how far the watermark is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "prepared")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StagedFile.class, name = "file"),
    @JsonSubTypes.Type(value = WriterWatermark.class, name = "watermark")
})
public sealed interface Prepared permits StagedFile, WriterWatermark {
    /** Rows that become visible with it. */
    long rows();

    default Committable committable() {
        return new Committable(PlanJson.write(this), rows());
    }

    static Prepared of(Committable committable) {
        return PlanJson.read(committable.json(), Prepared.class);
    }
}
