package io.blink.sql.function;

import static io.blink.sql.function.FunctionTypes.*;
import static org.apache.calcite.sql.type.OperandTypes.family;
import static org.apache.calcite.sql.type.SqlTypeFamily.*;

import io.blink.core.function.ScalarFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Encodings and digests. Names (Flink's first, then Hive's), argument types, result types. */
final class CodeFunctions {
    private CodeFunctions() {}

    static void addTo(FunctionList functions) {
        functions.add(ScalarFunction.ASCII, INTEGER_RESULT, family(CHARACTER), "ASCII");
        functions.add(ScalarFunction.CHR, TEXT_OR_NULL, family(INTEGER), "CHR");
        functions.add(
                ScalarFunction.TO_BASE64, TEXT_RESULT, OperandTypes.or(family(CHARACTER), family(BINARY)), "TO_BASE64");
        functions.add(ScalarFunction.FROM_BASE64, TEXT_OR_NULL, family(CHARACTER), "FROM_BASE64");
        functions.add(
                ScalarFunction.HEX,
                TEXT_RESULT,
                OperandTypes.or(family(CHARACTER), family(BINARY), family(INTEGER)),
                "HEX");
        functions.add(ScalarFunction.BIN, TEXT_RESULT, family(INTEGER), "BIN");
        functions.add(
                ScalarFunction.UNHEX,
                ReturnTypes.explicit(SqlTypeName.VARBINARY).andThen(SqlTypeTransforms.FORCE_NULLABLE),
                family(CHARACTER),
                "UNHEX");
        functions.add(ScalarFunction.MD5, TEXT_RESULT, OperandTypes.or(family(CHARACTER), family(BINARY)), "MD5");
        functions.add(ScalarFunction.SHA1, TEXT_RESULT, OperandTypes.or(family(CHARACTER), family(BINARY)), "SHA1");
        functions.add(ScalarFunction.SHA256, TEXT_RESULT, OperandTypes.or(family(CHARACTER), family(BINARY)), "SHA256");
        functions.add(ScalarFunction.SHA224, TEXT_RESULT, TEXT_OR_BYTES, "SHA224");
        functions.add(ScalarFunction.SHA384, TEXT_RESULT, TEXT_OR_BYTES, "SHA384");
        functions.add(ScalarFunction.SHA512, TEXT_RESULT, TEXT_OR_BYTES, "SHA512");
        functions.add(ScalarFunction.CRC32, BIGINT_RESULT, TEXT_OR_BYTES, "CRC32");
        functions.add(ScalarFunction.XXHASH64, BIGINT_RESULT, TEXT_OR_BYTES, "XXHASH64");
        functions.add(ScalarFunction.MURMUR_HASH, INTEGER_RESULT, TEXT_OR_BYTES, "MURMUR_HASH");
        functions.add(ScalarFunction.HASH_CODE, INTEGER_RESULT, family(CHARACTER), "HASH_CODE");
        functions.add(ScalarFunction.ENCODE, BINARY_OR_NULL, family(CHARACTER, CHARACTER), "ENCODE");
        functions.add(ScalarFunction.DECODE, TEXT_OR_NULL, family(BINARY, CHARACTER), "DECODE");
        functions.add(ScalarFunction.UNBASE64, BINARY_OR_NULL, family(CHARACTER), "UNBASE64");
        functions.add(ScalarFunction.UUID, ReturnTypes.explicit(SqlTypeName.VARCHAR, 36), OperandTypes.NILADIC, "UUID");
        functions.add(ScalarFunction.TYPEOF, ReturnTypes.explicit(SqlTypeName.VARCHAR), OperandTypes.ANY, "TYPEOF");
        functions.add(ScalarFunction.INET_ATON, BIGINT_OR_NULL, family(CHARACTER), "INET_ATON");
        functions.add(ScalarFunction.INET_NTOA, TEXT_OR_NULL, family(INTEGER), "INET_NTOA");
        functions.add(ScalarFunction.URL_ENCODE, TEXT_RESULT, family(CHARACTER), "URL_ENCODE");
        functions.add(ScalarFunction.URL_DECODE, TEXT_OR_NULL, family(CHARACTER), "URL_DECODE");
        functions.add(
                ScalarFunction.PARSE_URL, TEXT_OR_NULL, optional(2, CHARACTER, CHARACTER, CHARACTER), "PARSE_URL");
    }
}
