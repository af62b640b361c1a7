package io.blink.sql.type;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;

/** Types of one planning, interned; strings are UTF-8. */
public final class BlinkTypeFactory extends SqlTypeFactoryImpl {
    public BlinkTypeFactory() {
        super(BlinkTypeSystem.INSTANCE);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
