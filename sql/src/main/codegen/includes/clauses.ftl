<#-- Names, strings, types and lists that several statements share. -->

QueryText WholeQuery() :
{
    final Token first;
    final SqlNode query;
}
{
    { first = getToken(1); }
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    { return Clauses.query(query, Clauses.span(first, token), originalSql); }
}

ObjectName Name() :
{
    final SqlIdentifier name;
}
{
    name = CompoundTableIdentifier() { return Clauses.objectName(name); }
}

String Text() :
{
}
{
    <QUOTED_STRING> { return SqlParserUtil.parseString(token.image); }
|   <C_STYLE_ESCAPED_STRING_LITERAL> { return Clauses.escapedString(token.image, getPos()); }
}

boolean IfExists() :
{
}
{
    LOOKAHEAD(2) <IF> <EXISTS> { return true; }
|   { return false; }
}

boolean IfNotExists() :
{
}
{
    LOOKAHEAD(2) <IF> <NOT> <EXISTS> { return true; }
|   { return false; }
}

List<String> Columns() :
{
    final SqlNodeList names;
}
{
    names = ParenthesizedSimpleIdentifierList() { return Clauses.names(names); }
}

/** {@code ('key' = 'value', dotted.key = 'value')}: Flink's quoted keys and Blink's plain ones. */
Map<String, String> Properties() :
{
    final Map<String, String> properties = new LinkedHashMap<String, String>();
}
{
    <LPAREN>
    [
        LOOKAHEAD({ getToken(1).kind != RPAREN })
        AddProperty(properties) ( <COMMA> AddProperty(properties) )*
    ]
    <RPAREN>
    { return properties; }
}

void AddProperty(Map<String, String> properties) :
{
    final String key;
    final String value;
    final SqlParserPos position;
}
{
    (
        LOOKAHEAD({ getToken(1).kind == QUOTED_STRING || getToken(1).kind == C_STYLE_ESCAPED_STRING_LITERAL }) key = Text()
    |
        key = PlainKey()
    )
    { position = getPos(); }
    <EQ> value = Text()
    { Clauses.addProperty(properties, key, value, position); }
}

/** Words, dots and hyphens up to the equals sign, whatever keywords are among them. */
JAVACODE
String PlainKey()
{
    final StringBuilder key = new StringBuilder();
    while (getToken(1).kind != EQ) {
        if (getToken(1).kind != DOT && getToken(1).kind != MINUS && !Clauses.isWord(getToken(1).image)) {
            throw generateParseException();
        }
        key.append(getNextToken().image);
    }
    return key.toString();
}

/** {@code (a = 'x', b)}: a value where one is given. */
List<PartitionValue> PartitionValues() :
{
    final List<PartitionValue> values = new ArrayList<PartitionValue>();
}
{
    <LPAREN> AddPartitionValue(values) ( <COMMA> AddPartitionValue(values) )* <RPAREN>
    { return values; }
}

void AddPartitionValue(List<PartitionValue> values) :
{
    final SqlIdentifier column;
    SqlNode value = null;
}
{
    column = SimpleIdentifier()
    [ <EQ> value = Expression(ExprContext.ACCEPT_NON_QUERY) ]
    { values.add(Clauses.partitionValue(column, value)); }
}

/** The type of a column in DDL, with its NOT NULL. */
DataType ColumnType() :
{
    final Token first;
    final DataType type;
    final boolean nullable;
}
{
    { first = getToken(1); }
    DataType() { type = Clauses.dataType(Clauses.span(first, token), originalSql); }
    nullable = NullableOptDefaultTrue()
    { return type.withNullable(nullable); }
}

/** The spellings of types that Calcite's grammar has not: STRING, BYTES, TIMESTAMP_LTZ, and nested types in angle brackets. */
SqlTypeNameSpec ExtendedTypeName() :
{
    final Span s;
}
{
    <STRING> { return Clauses.typeName(getPos(), originalSql); }
|
    <BYTES> { return Clauses.typeName(getPos(), originalSql); }
|
    <TIMESTAMP_LTZ> { s = span(); } [ <LPAREN> <UNSIGNED_INTEGER_LITERAL> <RPAREN> ]
    { return Clauses.typeName(s.end(this), originalSql); }
|
    <ARRAY> { s = span(); } <LT> DataType() NullableOptDefaultTrue() <GT>
    { return Clauses.typeName(s.end(this), originalSql); }
|
    <MAP> { s = span(); } <LT> DataType() NullableOptDefaultTrue() <COMMA> DataType() NullableOptDefaultTrue() <GT>
    { return Clauses.typeName(s.end(this), originalSql); }
|
    ( <ROW> | <STRUCT> ) { s = span(); }
    (
        <LT> TypeField() ( <COMMA> TypeField() )* <GT>
    |   <LPAREN> TypeField() ( <COMMA> TypeField() )* <RPAREN>
    )
    { return Clauses.typeName(s.end(this), originalSql); }
}

void TypeField() :
{
}
{
    SimpleIdentifier() [ <COLON> ] DataType() NullableOptDefaultTrue()
}

/** The text of an expression that is kept as text. */
String ExpressionText() :
{
    final Token first;
}
{
    { first = getToken(1); }
    Expression(ExprContext.ACCEPT_NON_QUERY)
    { return SourceText.slice(originalSql, Clauses.span(first, token)); }
}

/** What Hive allows behind the keys of GROUP BY; {@code keys} as they are where there is nothing. */
List<SqlNode> HiveGroupingOpt(List<SqlNode> keys) :
{
    final List<SqlNode> sets;
    SqlOperator operator = null;
}
{
    (
        LOOKAHEAD(<WITH> (<ROLLUP> | <CUBE>))
        <WITH> ( <ROLLUP> { operator = SqlStdOperatorTable.ROLLUP; } | <CUBE> { operator = SqlStdOperatorTable.CUBE; } )
        { return Collections.singletonList(operator.createCall(getPos(), keys)); }
    |
        LOOKAHEAD(2)
        <GROUPING> <SETS> <LPAREN> sets = GroupingElementList() <RPAREN>
        { return Collections.singletonList(SqlStdOperatorTable.GROUPING_SETS.createCall(getPos(), sets)); }
    |
        { return keys; }
    )
}
