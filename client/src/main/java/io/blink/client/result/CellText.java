package io.blink.client.result;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnText;
import io.blink.core.type.Field;
import java.time.ZoneId;
import java.util.List;

/** The values of a result as text. */
final class CellText {
    private final ColumnText[] texts;

    CellText(List<Field> fields, ZoneId timeZone) {
        this.texts = fields.stream()
                .map(field -> new ColumnText(field.type(), timeZone))
                .toArray(ColumnText[]::new);
    }

    int columns() {
        return texts.length;
    }

    /** {@code null} for NULL. */
    String text(Batch batch, int row, int column) {
        return texts[column].text(batch.column(column), row);
    }
}
