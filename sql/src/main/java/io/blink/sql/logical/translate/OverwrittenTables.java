package io.blink.sql.logical.translate;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.List;

/** INSERTs that run together commit in no order that a user could see: none may replace what another one writes. */
public final class OverwrittenTables {
    private OverwrittenTables() {}

    public static void check(List<Statement.Insert> inserts, List<InsertTarget> targets) {
        for (int i = 0; i < targets.size(); i++) {
            for (int j = i + 1; j < targets.size(); j++) {
                if (collide(targets.get(i), targets.get(j))) {
                    throw SqlErrors.at(
                            SqlErrorCode.INVALID_STATEMENT,
                            inserts.get(j).table().position(),
                            targets.get(j).table().path()
                                    + " is written twice by one statement set, of which one INSERT OVERWRITE would remove the rows of the"
                                    + " other; put them together with UNION ALL, or write different static partitions");
                }
            }
        }
    }

    private static boolean collide(InsertTarget one, InsertTarget other) {
        return (one.overwrite() || other.overwrite())
                && one.table().path().equals(other.table().path())
                && one.staticPartition().entrySet().stream().allMatch(entry -> entry.getValue()
                        .equals(other.staticPartition().getOrDefault(entry.getKey(), entry.getValue())));
    }
}
