package io.blink.sql.parser;

import io.blink.core.type.DataType;
import io.blink.sql.type.TypeMapping;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** A type spelled in a way of ours (STRING, ARRAY&lt;INT&gt;, …) where Calcite's grammar expects one of its own. */
public final class CoreTypeName extends SqlTypeNameSpec {
    private final DataType type;

    public CoreTypeName(DataType type, SqlParserPos position) {
        super(new SqlIdentifier(type.kind().name(), position), position);
        this.type = type;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return TypeMapping.toCalcite(type, validator.getTypeFactory());
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.print(type.withNullable(true).toString());
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        return other instanceof CoreTypeName that && type.equals(that.type)
                ? litmus.succeed()
                : litmus.fail("{} != {}", this, other);
    }
}
