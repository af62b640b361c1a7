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

/** {@code AT TIME ZONE 'Asia/Tokyo'} and {@code AT LOCAL}. */
void AtTimeZone(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <AT> { checkNonQueryExpression(exprContext); s.clear().add(this); }
    (
        <TIME> <ZONE> { list.add(new SqlParserUtil.ToTreeListItem(DialectOperators.AT_TIME_ZONE, s.end(this))); }
        AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
    |
        <LOCAL> { list.add(new SqlParserUtil.ToTreeListItem(DialectOperators.AT_LOCAL, s.end(this))); }
    )
}

/** Behind LIKE and its kin: {@code ANY ('a%', 'b%')}. */
void QuantifiedPattern(List<Object> list, SqlOperator like, Span s) :
{
    boolean all = false;
    final SqlNodeList patterns;
    SqlNode escape = null;
}
{
    ( <ANY> | <SOME> | <ALL> { all = true; } )
    patterns = ParenthesizedQueryOrCommaList(ExprContext.ACCEPT_NONCURSOR)
    [ LOOKAHEAD(2) <ESCAPE> escape = Expression3(ExprContext.ACCEPT_SUB_QUERY) ]
    {
        list.add(new SqlParserUtil.ToTreeListItem(new QuantifiedLike(like, all, escape), s.pos()));
        list.add(patterns);
    }
}

/** Behind FETCH FIRST: {@code 3 ROWS ONLY}, {@code 10 PERCENT ROWS WITH TIES}. One row without a number. */
SqlNode FetchedRows() :
{
    SqlNode count = null;
    boolean percent = false;
    boolean ties = false;
    final Span s = Span.of();
}
{
    [ count = UnsignedNumericLiteralOrParam() { s.add(count); } [ <PERCENT> { percent = true; } ] ]
    ( <ROW> | <ROWS> ) { s.add(this); }
    ( <ONLY> | <WITH> <TIES> { ties = true; } )
    { return Clauses.fetched(count, percent, ties, s.end(this)); }
}

/** {@code a >> n} and {@code a >>> n}. */
void RightShift(List<Object> list, ExprContext exprContext, Span s) :
{
    SqlOperator operator = DialectOperators.RIGHT_SHIFT;
}
{
    <GT> <GT> [ <GT> { operator = DialectOperators.UNSIGNED_RIGHT_SHIFT; } ]
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(operator, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** Hive's and Spark's {@code TABLESAMPLE (10 PERCENT)} and {@code TABLESAMPLE (5 ROWS)}. */
SqlNode SampleOfTable(SqlNode table, Span s) :
{
    final SqlNumericLiteral size;
    boolean rows = false;
    int seed = 0;
    boolean repeatable = false;
}
{
    <LPAREN> size = UnsignedNumericLiteral() ( <PERCENT> | ( <ROWS> | <ROW> ) { rows = true; } ) <RPAREN>
    [ <REPEATABLE> <LPAREN> seed = IntLiteral() <RPAREN> { repeatable = true; } ]
    {
        return rows
            ? SqlStdOperatorTable.TABLESAMPLE.createCall(s.end(this), table, size)
            : Clauses.percentSample(table, size, repeatable, seed, s.end(this));
    }
}

/** Hive's place of a name: behind the sample. */
SqlNode AliasOfSampleOpt(SqlNode sample) :
{
    final SqlIdentifier name;
}
{
    [
        [ <AS> ] name = SimpleIdentifier()
        { return SqlStdOperatorTable.AS.createCall(Span.of(sample).end(this), sample, name); }
    ]
    { return sample; }
}

/** Where rows lie is not the query's to say: read over. */
void DistributionOpt() :
{
}
{
    [ <DISTRIBUTE_BY> DistributionKeys() ]
}

/** Hive's order of the rows of each task, as an order of all. */
SqlNodeList SortByOpt() :
{
    final List<SqlNode> keys = new ArrayList<SqlNode>();
    final Span s;
}
{
    ( <SORT_BY> | <CLUSTER_BY> ) { s = span(); }
    AddOrderItem(keys) ( <COMMA> AddOrderItem(keys) )*
    { return new SqlNodeList(keys, s.addAll(keys).pos()); }
}

void DistributionKeys() :
{
}
{
    Expression(ExprContext.ACCEPT_NON_QUERY) ( <COMMA> Expression(ExprContext.ACCEPT_NON_QUERY) )*
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
    |   <VERTICAL_BAR> { operator = DialectOperators.BIT_OR; }
    )
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(operator, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** Spark's and DuckDB's {@code FROM rows SELECT columns}; the rows alone are all their columns. */
SqlNode SelectOfFirstFrom() :
{
    final Span s;
    final SqlNode rows;
    final SqlNode query;
}
{
    <FROM> { s = span(); } rows = FromClause()
    (
        query = SqlSelectOf(rows) { return query; }
    |
        { return QueryClauses.allColumns(rows, s.end(this)); }
    )
}

/** Names of hints that are keywords besides. */
SqlIdentifier HintName() :
{
    final SqlIdentifier name;
}
{
    <COALESCE> { return new SqlIdentifier(unquotedIdentifier(), getPos()); }
|
    name = SimpleIdentifier() { return name; }
}

/** Spark's {@code STRUCT(1 AS a)}. */
SqlNode NamedArgumentOpt(SqlNode argument) :
{
    final SqlIdentifier name;
}
{
    [
        <AS> name = SimpleIdentifier()
        { return SqlStdOperatorTable.AS.createCall(Span.of(argument).end(this), argument, name); }
    ]
    { return argument; }
}
