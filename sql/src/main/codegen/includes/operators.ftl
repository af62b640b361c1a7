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
