package io.blink.sql.recursive;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlShuttle;

/** Copies parse trees down to their names, which validation changes in place. */
final class TreeCopy extends SqlShuttle {
    private TreeCopy() {}

    static SqlNode of(SqlNode tree) {
        SqlNode copy = tree.accept(new TreeCopy());
        return copy == null ? tree : copy;
    }

    @Override
    public SqlNode visit(SqlCall call) {
        CallCopyingArgHandler copies = new CallCopyingArgHandler(call, true);
        call.getOperator().acceptCall(this, call, false, copies);
        return copies.result();
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        return identifier.clone(identifier.getParserPosition());
    }

    @Override
    public SqlNode visit(SqlNodeList list) {
        SqlNodeList copy = new SqlNodeList(list.getParserPosition());
        list.forEach(node -> copy.add(node == null ? null : node.accept(this)));
        return copy;
    }
}
