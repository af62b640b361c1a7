package io.blink.runtime.expression.text;

import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.RowFunction;
import io.blink.runtime.expression.kernel.RowFunctionKernel;
import java.time.ZoneId;

/** Makes the kernels of string functions. */
public final class Texts {
    private Texts() {}

    public static Kernel like(CallSite site) {
        return new LikeKernel(site);
    }

    /** String functions; {@code null} for others. */
    public static Kernel create(CallSite site, ZoneId timeZone) {
        return switch (site.function()) {
            case CONCAT -> Building::concat;
            case CONCAT_WS -> (arguments, nulls, rows) -> Building.concatWithSeparator(arguments, rows);
            case LPAD -> (arguments, nulls, rows) -> Building.pad(site, arguments, nulls, rows, true);
            case RPAD -> (arguments, nulls, rows) -> Building.pad(site, arguments, nulls, rows, false);
            case REPEAT -> (arguments, nulls, rows) -> Building.repeat(site, arguments, nulls, rows);
            case REPLACE -> Building::replace;
            case UPPER -> CaseMapping::upper;
            case LOWER -> CaseMapping::lower;
            case INITCAP -> CaseMapping::initcap;
            case REVERSE -> CaseMapping::reverse;
            case SUBSTRING -> (arguments, nulls, rows) -> Substrings.substring(site, arguments, nulls, rows);
            case LEFT -> Substrings::left;
            case RIGHT -> Substrings::right;
            case SPLIT_INDEX -> (arguments, nulls, rows) -> Substrings.splitIndex(site, arguments, nulls, rows);
            case OVERLAY -> (arguments, nulls, rows) -> Substrings.overlay(site, arguments, nulls, rows);
            case TRIM -> (arguments, nulls, rows) -> Trimming.trim(arguments, nulls, rows, true, true);
            case LTRIM -> (arguments, nulls, rows) -> Trimming.trim(arguments, nulls, rows, true, false);
            case RTRIM -> (arguments, nulls, rows) -> Trimming.trim(arguments, nulls, rows, false, true);
            default -> measuring(site, timeZone);
        };
    }

    private static Kernel measuring(CallSite site, ZoneId timeZone) {
        return switch (site.function()) {
            case CHAR_LENGTH -> (arguments, nulls, rows) -> Measuring.charLength(site, arguments, nulls, rows);
            case OCTET_LENGTH -> (arguments, nulls, rows) -> Measuring.octetLength(site, arguments, nulls, rows);
            case POSITION ->
                (arguments, nulls, rows) ->
                        Measuring.position(site, arguments[0], arguments[1], arguments, nulls, rows);
            case INSTR ->
                (arguments, nulls, rows) ->
                        Measuring.position(site, arguments[1], arguments[0], arguments, nulls, rows);
            case STARTS_WITH -> Measuring::startsWith;
            case ENDS_WITH -> Measuring::endsWith;
            case ASCII -> (arguments, nulls, rows) -> Measuring.ascii(site, arguments, nulls, rows);
            case MD5 -> Encodings.digest(site, "MD5")::digest;
            case SHA1 -> Encodings.digest(site, "SHA-1")::digest;
            case SHA224 -> Encodings.digest(site, "SHA-224")::digest;
            case SHA256 -> Encodings.digest(site, "SHA-256")::digest;
            case SHA384 -> Encodings.digest(site, "SHA-384")::digest;
            case SHA512 -> Encodings.digest(site, "SHA-512")::digest;
            case CRC32 -> Hashes::crc32;
            case XXHASH64 -> Hashes::xxHash64;
            case MURMUR_HASH -> Hashes::murmur;
            case HASH_CODE -> Hashes::hashCode;
            case SPLIT_PART -> (arguments, nulls, rows) -> Fields.splitPart(site, arguments, nulls, rows);
            case SUBSTRING_INDEX -> Fields::substringIndex;
            case FIND_IN_SET -> (arguments, nulls, rows) -> Fields.findInSet(site, arguments, nulls, rows);
            case IS_ALPHA -> CharacterClasses::isAlpha;
            case IS_DIGIT -> CharacterClasses::isDigit;
            case IS_DECIMAL -> CharacterClasses::isDecimal;
            default -> rowWise(site, timeZone);
        };
    }

    private static Kernel rowWise(CallSite site, ZoneId timeZone) {
        RowFunction function =
                switch (site.function()) {
                    case REGEXP -> new RegularExpressions(site)::find;
                    case REGEXP_REPLACE -> new RegularExpressions(site)::replace;
                    case REGEXP_EXTRACT -> new RegularExpressions(site)::extract;
                    case REGEXP_EXTRACT_ALL -> new RegularExpressions(site)::extractAll;
                    case REGEXP_COUNT -> new RegularExpressions(site)::count;
                    case REGEXP_INSTR -> new RegularExpressions(site)::position;
                    case REGEXP_SUBSTR -> new RegularExpressions(site)::extract;
                    case KEYVALUE -> Fields::keyValue;
                    case LEVENSHTEIN -> new Likeness()::levenshtein;
                    case SOUNDEX -> new Likeness()::soundex;
                    case FORMAT_STRING -> new Formatting(site, timeZone)::string;
                    case FORMAT_NUMBER -> new Formatting(site, timeZone)::number;
                    case CONV -> new Formatting(site, timeZone)::conv;
                    case URL_ENCODE -> new Urls(site)::encode;
                    case URL_DECODE -> new Urls(site)::decode;
                    case PARSE_URL -> new Urls(site)::part;
                    case INET_ATON -> Addresses::number;
                    case INET_NTOA -> Addresses::text;
                    case ENCODE -> Encodings.of(site)::encode;
                    case DECODE -> Encodings.of(site)::decode;
                    case UNBASE64 -> Encodings.of(site)::fromBase64;
                    case TO_BASE64 -> Encodings.of(site)::toBase64;
                    case FROM_BASE64 -> Encodings.of(site)::fromBase64;
                    case HEX -> Encodings.of(site)::hex;
                    case UNHEX -> Encodings.of(site)::unhex;
                    case CHR -> Encodings.of(site)::chr;
                    case BIN -> Encodings.of(site)::bin;
                    case TRANSLATE -> new Translation()::translate;
                    default -> null;
                };
        return function == null ? null : new RowFunctionKernel(site.type(), function);
    }
}
