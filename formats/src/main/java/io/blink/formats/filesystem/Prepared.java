package io.blink.formats.filesystem;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Committable;

/** What a committable of this connector says: a file, or how far the watermark is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "prepared")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WrittenFile.class, name = "file"),
    @JsonSubTypes.Type(value = WriterWatermark.class, name = "watermark")
})
sealed interface Prepared permits WrittenFile, WriterWatermark {
    static Prepared of(Committable committable) {
        return PlanJson.read(committable.json(), Prepared.class);
    }
}
