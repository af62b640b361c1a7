package io.blink.sql.hint;

import io.blink.core.config.ConfigOption;
import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The hints of the SELECTs that are being translated, the innermost last. A hint names relations of its own FROM, by alias where there is one; one that is
 * not there is an error, as in Flink. A hint that nobody knows is a notice, as in Spark.
 */
public final class SelectHints {
    /** Known to Flink, Spark or Hive, and about something that is decided elsewhere here. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "MULTI_JOIN",
            "REPARTITION",
            "REPARTITION_BY_RANGE",
            "COALESCE",
            "REBALANCE",
            "STREAMTABLE",
            "SKEW",
            "EARLY_FIRE",
            "LATE_FIRE");

    private record Wanted(RelationHint hint, SqlParserPos position) {}

    /** A SELECT between its first word and its last. */
    private static final class Block {
        private final List<Wanted> wanted = new ArrayList<>();
        private final Set<RelationHint> found = new HashSet<>();
        private final Set<String> relations = new LinkedHashSet<>();
        private final Set<SqlNode> renamed = Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private final Deque<Block> blocks = new ArrayDeque<>();
    private final Set<String> notices = new LinkedHashSet<>();
    private int hints;

    /** What the user should know of hints that were met so far. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /** A SELECT begins; its {@link #leave} follows unless the statement fails. */
    public void enter(SqlSelect select) {
        Block block = new Block();
        if (select.hasHints()) {
            select.getHints().forEach(hint -> read((SqlHint) hint, block));
        }
        blocks.push(block);
    }

    private void read(SqlHint hint, Block block) {
        Optional<JoinStrategy> strategy = JoinStrategy.named(hint.getName());
        if (strategy.isPresent()) {
            readStrategy(hint, strategy.get(), block);
        } else if (hint.getName().equalsIgnoreCase(LookupHint.NAME)) {
            Map<String, String> options = pairs(hint, "'table' = 't'");
            add(placed(hint, () -> LookupHint.of(hints++, options)), hint, block);
        } else if (hint.getName().equalsIgnoreCase(StateTtlHint.NAME)) {
            pairs(hint, "'t' = '1 d'")
                    .forEach((relation, ttl) -> add(placed(hint, () -> stateTtl(relation, ttl)), hint, block));
        } else {
            notices.add(withoutEffect(hint.getName()));
        }
    }

    /** What a hint says, or an error that names its place. */
    private static RelationHint placed(SqlHint hint, Supplier<RelationHint> reading) {
        try {
            return reading.get();
        } catch (BlinkException e) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_QUERY, ParserPositions.of(hint.getParserPosition()), e.getMessage(), e);
        }
    }

    private static void add(RelationHint read, SqlHint hint, Block block) {
        block.wanted.add(new Wanted(read, hint.getParserPosition()));
    }

    private StateTtlHint stateTtl(String relation, String ttl) {
        ConfigOption.duration(relation, null, "The hint STATE_TTL takes a time for each table")
                .parse(ttl);
        return new StateTtlHint(hints++, relation, ttl);
    }

    private static Map<String, String> pairs(SqlHint hint, String example) {
        if (hint.getOptionFormat() != SqlHint.HintOptionFormat.KV_LIST) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_QUERY,
                    ParserPositions.of(hint.getParserPosition()),
                    "The hint " + hint.getName() + " takes keys and values; write " + hint.getName() + "(" + example
                            + ")");
        }
        return hint.getOptionKVPairs();
    }

    private void readStrategy(SqlHint hint, JoinStrategy strategy, Block block) {
        if (hint.getOptionFormat() == SqlHint.HintOptionFormat.KV_LIST
                || hint.getOptionList().isEmpty()) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_QUERY,
                    ParserPositions.of(hint.getParserPosition()),
                    "The hint " + hint.getName() + " names no table; write " + hint.getName() + "(t), or "
                            + hint.getName() + "(t, u)");
        }
        for (String relation : hint.getOptionList()) {
            add(new JoinHint(hints++, strategy, relation), hint, block);
        }
    }

    private static String withoutEffect(String name) {
        if (WITHOUT_EFFECT.contains(name.toUpperCase(Locale.ROOT))) {
            return "The hint " + name + " has no effect here.";
        }
        if (name.equalsIgnoreCase("OPTIONS")) {
            return "The hint OPTIONS belongs behind a table, FROM t /*+ OPTIONS('key' = 'value') */; behind SELECT it is passed over.";
        }
        List<String> known = new ArrayList<>(JoinStrategy.allNames());
        known.addAll(List.of("OPTIONS", LookupHint.NAME, StateTtlHint.NAME));
        return "There is no hint " + name + "; it is passed over" + SqlErrors.suggestion(name, known)
                + (SqlErrors.suggestion(name, known).isEmpty() ? "." : "");
    }

    /** An item of FROM is about to be translated: where it is renamed, its name alone counts, as in Flink and Spark. */
    public void begin(SqlNode item) {
        if (item != null && item.getKind() == SqlKind.AS && !blocks.isEmpty()) {
            SqlNode renamed = ((SqlCall) item).operand(0);
            blocks.peek().renamed.add(renamed);
            if (renamed instanceof SqlSnapshot versions) {
                blocks.peek().renamed.add(versions.getTableRef());
            }
        }
    }

    /** The rows of an item of FROM of the innermost SELECT, its scans marked if a hint names it. */
    public RelNode marked(SqlNode item, RelNode rows) {
        Optional<String> name = name(item);
        Block block = blocks.peek();
        if (name.isEmpty() || block == null || block.renamed.contains(item)) {
            return rows;
        }
        block.relations.add(name.get());
        RelNode marked = rows;
        for (Wanted wanted : block.wanted) {
            if (wanted.hint().relation().equalsIgnoreCase(name.get()) && block.found.add(wanted.hint())) {
                marked = wanted.hint().markScans(marked);
            }
        }
        return marked;
    }

    private static Optional<String> name(SqlNode item) {
        if (item == null) {
            return Optional.empty();
        }
        return switch (item.getKind()) {
            case AS -> name(((SqlCall) item).operand(1));
            case TABLE_REF, SNAPSHOT -> name(((SqlCall) item).operand(0));
            case IDENTIFIER -> {
                List<String> names = ((SqlIdentifier) item).names;
                yield Optional.of(names.get(names.size() - 1));
            }
            default -> Optional.empty();
        };
    }

    /** The innermost SELECT has been translated. */
    public void leave() {
        Block block = blocks.pop();
        for (Wanted wanted : block.wanted) {
            if (!block.found.contains(wanted.hint())) {
                throw SqlErrors.at(
                        SqlErrorCode.UNKNOWN_TABLE,
                        ParserPositions.of(wanted.position()),
                        "The hint " + wanted.hint() + " names no table of its FROM, which has " + block.relations
                                + SqlErrors.suggestion(wanted.hint().relation(), block.relations));
            }
        }
    }
}
