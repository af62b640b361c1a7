package io.blink.core.spi.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The SQL type of a parameter, result, field or accumulator where Java's type does not tell it: {@code @DataTypeHint("DECIMAL(12, 3)") BigDecimal price}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface DataTypeHint {
    /** As in DDL: {@code DECIMAL(12, 3)}, {@code ROW<name STRING, size INT>}; empty: from Java's type. */
    String value() default "";

    InputGroup inputGroup() default InputGroup.UNKNOWN;
}
