package io.blink.sql.parser;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.TableFeature;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The words behind the table of LIKE: {@code INCLUDING}, {@code OVERWRITING} and {@code EXCLUDING}, each before a feature or {@code ALL}. What is taken over never takes the place of what the
 * statement says itself, so that the first two are the same.
 */
final class LikeFeatures {
    private static final String ALL = "ALL";
    /** Tables have none. */
    private static final String DISTRIBUTION = "DISTRIBUTION";

    private final Map<TableFeature, Boolean> said = new EnumMap<>(TableFeature.class);
    private boolean others = true;
    private boolean othersSaid;

    void add(String strategy, String feature, SqlParserPos position) {
        boolean taken = !strategy.equalsIgnoreCase("EXCLUDING");
        String name = feature.toUpperCase(Locale.ROOT);
        boolean twice;
        if (name.equals(ALL)) {
            twice = othersSaid;
            others = taken;
            othersSaid = true;
        } else {
            twice = !name.equals(DISTRIBUTION) && said.put(TableFeature.valueOf(name), taken) != null;
        }
        if (twice) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    SourceText.positionOf(position),
                    "what becomes of " + name + " is said twice");
        }
    }

    Set<TableFeature> taken() {
        Set<TableFeature> taken = EnumSet.noneOf(TableFeature.class);
        for (TableFeature feature : TableFeature.values()) {
            if (said.getOrDefault(feature, others)) {
                taken.add(feature);
            }
        }
        return taken;
    }
}
