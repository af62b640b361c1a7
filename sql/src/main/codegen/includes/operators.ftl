<#-- Operators and joins of Hive, Spark and PostgreSQL that Calcite's own grammar leaves out. -->

JoinType SemiOrAntiJoin() :
{
}
{
    <LEFT>
    (
        <SEMI> <JOIN> { return JoinType.LEFT_SEMI_JOIN; }
    |
        <ANTI> <JOIN> { return JoinType.LEFT_ANTI_JOIN; }
    )
}

/** Hive's LATERAL VIEW [OUTER] function(arguments) [alias] [AS column, column]. */
SqlNode LateralView(SqlNode left) :
{
    final Span s;
    final SqlNode call;
    boolean outer = false;
    SqlIdentifier name = null;
    SqlIdentifier column;
    final List<SqlNode> operands = new ArrayList<SqlNode>();
}
{
    <LATERAL> <VIEW> { s = span(); }
    [ <OUTER> { outer = true; } ]
    call = NamedRoutineCall(SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION, ExprContext.ACCEPT_CURSOR)
    [ name = SimpleIdentifier() ]
    [
        <AS> column = SimpleIdentifier() { operands.add(column); }
        ( LOOKAHEAD(2) <COMMA> column = SimpleIdentifier() { operands.add(column); } )*
    ]
    { return LateralViews.join(left, call, outer, name, operands, s.end(this)); }
}

/** value::type. */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> { checkNonQueryExpression(exprContext); }
    type = DataType()
    {
        list.add(new SqlParserUtil.ToTreeListItem(DialectOperators.INFIX_CAST, s.pos()));
        list.add(type);
    }
}

/** Each becomes one of ours before validation. */
void DialectOperator(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlOperator operator;
}
{
    (
        <DOUBLE_EQUALS> { operator = DialectOperators.DOUBLE_EQUALS; }
    |   <NULL_SAFE_EQUALS> { operator = DialectOperators.NULL_SAFE_EQUALS; }
    |   <DIV> { operator = DialectOperators.INTEGER_DIVISION; }
    |   <REGEXP> { operator = DialectOperators.REGEXP; }
    )
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(operator, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}
