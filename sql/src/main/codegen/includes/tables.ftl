<#-- CREATE and INSERT. -->

Statement CreateStatement() :
{
    final Statement statement;
    final TableClauses clauses = new TableClauses();
    boolean replace = false;
    boolean system = false;
}
{
    <CREATE>
    [ <OR> <REPLACE> { replace = true; } ]
    [ ( <TEMPORARY> | <TEMP> ) { clauses.temporary = true; } ]
    (
        [ <EXTERNAL> { clauses.external = true; } ] <TABLE> statement = CreateTable(clauses, replace)
    |   <VIEW> statement = CreateView(clauses.temporary, replace)
    |   ( <DATABASE> | <SCHEMA> ) statement = CreateDatabase()
    |   <CATALOG> statement = CreateCatalog()
    |   [ <SYSTEM> { system = true; } ] <FUNCTION> statement = CreateFunction(clauses.temporary, system, replace)
    )
    { return statement; }
}

/** Flink's {@code REPLACE TABLE}. */
Statement ReplaceTable() :
{
    final Statement statement;
}
{
    <REPLACE> <TABLE> statement = CreateTable(new TableClauses(), true) { return statement; }
}

Statement CreateFunction(boolean temporary, boolean system, boolean replace) :
{
    final boolean ifNotExists;
    final ObjectName name;
    final FunctionDefinition definition;
}
{
    ifNotExists = IfNotExists() name = Name() definition = FunctionDefinition()
    { return Clauses.createFunction(name, temporary, system, replace, ifNotExists, definition); }
}

/** {@code AS 'class' LANGUAGE JAVA USING JAR 'path', JAR 'path'}. */
FunctionDefinition FunctionDefinition() :
{
    final String className;
    String language = "JAVA";
    List<String> jars = new ArrayList<String>();
    String jar;
}
{
    <AS> className = Text()
    [ <LANGUAGE> language = Identifier() ]
    [
        <USING> ( <JAR> | <ARTIFACT> ) jar = Text() { jars.add(jar); }
        ( <COMMA> ( <JAR> | <ARTIFACT> ) jar = Text() { jars.add(jar); } )*
    ]
    { return new FunctionDefinition(className, language, jars); }
}

Statement CreateDatabase() :
{
    final boolean ifNotExists;
    final ObjectName name;
    String comment = null;
    String location = null;
    Map<String, String> properties = new LinkedHashMap<String, String>();
}
{
    ifNotExists = IfNotExists() name = Name()
    (
        <COMMENT> comment = Text()
    |   <LOCATION> location = Text()
    |   <WITH> [ <IDENTIFIER> ] properties = Properties()
    )*
    { return new Statement.CreateDatabase(name, ifNotExists, Optional.ofNullable(comment), Optional.ofNullable(location), properties); }
}

Statement CreateCatalog() :
{
    final boolean ifNotExists;
    final ObjectName name;
    String comment = null;
    Map<String, String> options;
}
{
    ifNotExists = IfNotExists() name = Name() [ <COMMENT> comment = Text() ] <WITH> options = Properties()
    { return new Statement.CreateCatalog(name, ifNotExists, Optional.ofNullable(comment), options); }
}

Statement CreateView(boolean temporary, boolean replace) :
{
    final boolean ifNotExists;
    final ObjectName name;
    List<String> columns = new ArrayList<String>();
    String comment = null;
    final QueryText query;
}
{
    ifNotExists = IfNotExists() name = Name()
    [ columns = Columns() ]
    [ <COMMENT> comment = Text() ]
    <AS> query = WholeQuery()
    { return new Statement.CreateView(name, temporary, replace, ifNotExists, columns, Optional.ofNullable(comment), query); }
}

Statement CreateTable(TableClauses clauses, boolean replace) :
{
    QueryText query;
    String text;
}
{
    clauses.ifNotExists = IfNotExists() clauses.name = Name()
    [
        <LPAREN>
        TableElement(clauses) ( <COMMA> TableElement(clauses) )*
        <RPAREN>
    ]
    (
        <COMMENT> text = Text() { clauses.comment = text; }
    |   <PARTITIONED> <BY> <LPAREN> AddPartitionColumn(clauses) ( <COMMA> AddPartitionColumn(clauses) )* <RPAREN>
    |   RowFormat(clauses)
    |   <STORED> <AS> StoredAs(clauses)
    |   <USING> StoredAs(clauses)
    |   <LOCATION> text = Text() { clauses.location = text; }
    |   <TBLPROPERTIES> clauses.properties = Properties()
    |   <WITH> clauses.options = Properties()
    |   <DISTRIBUTED> { Clauses.refuseBuckets(getPos()); }
    |   <LIKE> clauses.like = Name() [ <LPAREN> ( LikeOption(clauses) )+ <RPAREN> ]
    )*
    [ <AS> query = WholeQuery() { clauses.query = query; } ]
    { return clauses.createTable(replace); }
}

/** Flink's {@code INCLUDING ALL}, {@code EXCLUDING OPTIONS} and the like. */
void LikeOption(TableClauses clauses) :
{
    final String strategy;
}
{
    ( <INCLUDING> | <EXCLUDING> | <OVERWRITING> ) { strategy = token.image; }
    ( <ALL> | <CONSTRAINTS> | <DISTRIBUTION> | <GENERATED> | <METADATA> | <OPTIONS> | <PARTITIONS> | <WATERMARKS> )
    { clauses.likeFeatures.add(strategy, token.image, getPos()); }
}

void TableElement(TableClauses clauses) :
{
    List<String> columns;
    final SqlIdentifier column;
    final String expression;
    SqlIdentifier constraint = null;
}
{
    LOOKAHEAD(<PRIMARY> | <CONSTRAINT>)
    [ <CONSTRAINT> constraint = SimpleIdentifier() ]
    <PRIMARY> <KEY> columns = Columns() <NOT> <ENFORCED>
    { clauses.addPrimaryKey(constraint, columns, getPos()); }
|
    LOOKAHEAD(<WATERMARK> [ SimpleIdentifier() ] <FOR>)
    <WATERMARK> [ SimpleIdentifier() ] <FOR> column = CompoundIdentifier()
    <AS> expression = ExpressionText()
    { clauses.addWatermark(column, expression); }
|
    AddColumn(clauses)
}

void AddColumn(TableClauses clauses) :
{
    final SqlIdentifier name;
    String expression;
    DataType type = null;
    String comment = null;
    String key = null;
    boolean virtual = false;
    boolean metadata = false;
}
{
    name = SimpleIdentifier()
    (
        <AS> expression = ExpressionText()
        [ <COMMENT> comment = Text() ]
        { clauses.addComputedColumn(name, expression, Optional.ofNullable(comment)); }
    |
        type = ColumnType()
        [ <METADATA> { metadata = true; } [ <FROM> key = Text() ] [ <VIRTUAL> { virtual = true; } ] ]
        [ <PRIMARY> <KEY> <NOT> <ENFORCED> { clauses.addPrimaryKey(null, Collections.singletonList(name.getSimple()), getPos()); } ]
        [ <COMMENT> comment = Text() ]
        {
            if (metadata) {
                clauses.addMetadataColumn(name, type, Optional.ofNullable(key), virtual, Optional.ofNullable(comment));
            } else {
                clauses.addPhysicalColumn(name, type, Optional.ofNullable(comment));
            }
        }
    |
        { clauses.addColumnOfQuery(name); }
    )
}

void AddPartitionColumn(TableClauses clauses) :
{
    final SqlIdentifier name;
    DataType type = null;
    String comment = null;
}
{
    name = SimpleIdentifier()
    [ type = ColumnType() [ <COMMENT> comment = Text() ] ]
    { clauses.addPartitionColumn(name, Optional.ofNullable(type), Optional.ofNullable(comment)); }
}

void RowFormat(TableClauses clauses) :
{
    String text;
}
{
    <ROW> <FORMAT>
    (
        <SERDE> text = Text() { clauses.serde = text; }
        [ LOOKAHEAD(2) <WITH> <SERDEPROPERTIES> clauses.serdeProperties = Properties() ]
    |
        <DELIMITED> { clauses.delimited = true; }
        (
            <FIELDS> <TERMINATED> <BY> text = Text() { clauses.delimiter("field.delim", text); }
            [ <ESCAPED> <BY> text = Text() { clauses.delimiter("escape.delim", text); } ]
        |   <COLLECTION> <ITEMS> <TERMINATED> <BY> text = Text() { clauses.delimiter("collection.delim", text); }
        |   <MAP> <KEYS> <TERMINATED> <BY> text = Text() { clauses.delimiter("mapkey.delim", text); }
        |   <LINES> <TERMINATED> <BY> text = Text() { clauses.delimiter("line.delim", text); }
        |   <NULL> <DEFINED> <AS> text = Text() { clauses.delimiter("serialization.null.format", text); }
        )*
    )
}

void StoredAs(TableClauses clauses) :
{
    String text;
    final SqlIdentifier name;
}
{
    LOOKAHEAD(2) <INPUTFORMAT> text = Text() { clauses.inputFormat = text; }
    <OUTPUTFORMAT> text = Text() { clauses.outputFormat = text; }
|
    name = SimpleIdentifier() { clauses.storedAs = name.getSimple(); }
}

Statement.Insert InsertStatement() :
{
    final InsertClause clause;
    final QueryText query;
    SinkConflict conflict = null;
}
{
    clause = InsertClause()
    query = WholeQuery()
    [ conflict = OnConflict() ]
    { return clause.insert(query, conflict); }
}

/** Flink's {@code ON CONFLICT DO …}: which of the rows stands that claim one primary key. */
SinkConflict OnConflict() :
{
}
{
    <ON> <CONFLICT> <DO>
    (
        <ERROR> { return SinkConflict.ERROR; }
    |
        <NOTHING> { return SinkConflict.NOTHING; }
    |
        <DEDUPLICATE> { return SinkConflict.DEDUPLICATE; }
    )
}

/** Where the rows go. */
InsertClause InsertClause() :
{
    boolean overwrite = false;
    boolean ifNotExists = false;
    final ObjectName table;
    Map<String, String> options = Collections.emptyMap();
    List<PartitionValue> partition = new ArrayList<PartitionValue>();
    List<String> columns = new ArrayList<String>();
}
{
    <INSERT> ( <INTO> | <OVERWRITE> { overwrite = true; } ) [ <TABLE> ] table = Name()
    [ options = TargetOptions() ]
    [ <PARTITION> partition = PartitionValues() ]
    [ LOOKAHEAD(2) <IF> <NOT> <EXISTS> { ifNotExists = true; } ]
    [ LOOKAHEAD(<LPAREN> SimpleIdentifier() ( <COMMA> | <RPAREN> )) columns = Columns() ]
    { return new InsertClause(table, options, overwrite, partition, ifNotExists, columns); }
}

/** Flink's {@code OPTIONS('key' = 'value')} in a hint behind the table. */
Map<String, String> TargetOptions() :
{
    final SqlIdentifier hint;
    final Map<String, String> options;
}
{
    <HINT_BEG> hint = SimpleIdentifier() { Clauses.checkTargetHint(hint); }
    options = Properties()
    <COMMENT_END>
    { return options; }
}

/** Hive's {@code FROM rows INSERT INTO a SELECT … INSERT INTO b SELECT …} and {@code WITH names AS (…) INSERT INTO a SELECT …}. */
Statement InsertsOfRows() :
{
    final List<Statement.Insert> inserts;
}
{
    inserts = InsertsOfRowsList()
    { return inserts.size() == 1 ? inserts.get(0) : new Statement.StatementSet(inserts); }
}

List<Statement.Insert> InsertsOfRowsList() :
{
    final Token first;
    final SqlNode rows;
    final SqlNodeList named;
    final List<InsertClause> clauses = new ArrayList<InsertClause>();
    final List<SqlNode> queries = new ArrayList<SqlNode>();
    final List<SinkConflict> conflicts = new ArrayList<SinkConflict>();
    SinkConflict conflict = null;
    InsertClause clause;
    SqlNode query;
}
{
    (
        <FROM> { first = token; } rows = FromClause()
        (
            clause = InsertClause() { clauses.add(clause); }
            query = SqlSelectOf(rows)
            query = OrderByLimitOpt(query) { queries.add(query); }
            { conflict = null; } [ conflict = OnConflict() ] { conflicts.add(conflict); }
        )+
    |
        { first = getToken(1); }
        named = WithList()
        clause = InsertClause() { clauses.add(clause); }
        query = QueryOrExpr(ExprContext.ACCEPT_QUERY)
        query = OrderByLimitOpt(addWith(named, query)) { queries.add(query); }
        [ conflict = OnConflict() ] { conflicts.add(conflict); }
    )
    { return InsertClause.inserts(clauses, queries, conflicts, Clauses.span(first, token), originalSql); }
}

/** {@code FROM … INSERT …} or {@code WITH … INSERT …} and its end. */
List<Statement.Insert> InsertsOfRowsEof() :
{
    final List<Statement.Insert> inserts;
}
{
    inserts = InsertsOfRowsList() <EOF> { return inserts; }
}

/** Flink's {@code EXECUTE STATEMENT SET BEGIN …; END}, and its older {@code BEGIN STATEMENT SET; …; END}. */
Statement StatementSet() :
{
    final List<Statement.Insert> inserts = new ArrayList<Statement.Insert>();
}
{
    (
        LOOKAHEAD(<BEGIN>) <BEGIN> <STATEMENT> <SET> <SEMICOLON>
    |
        [ <EXECUTE> ] <STATEMENT> <SET> <BEGIN>
    )
    ( AddInserts(inserts) <SEMICOLON> )+
    <END>
    { return new Statement.StatementSet(inserts); }
}

void AddInserts(List<Statement.Insert> inserts) :
{
    final Statement.Insert insert;
    final List<Statement.Insert> several;
}
{
    insert = InsertStatement() { inserts.add(insert); }
|
    several = InsertsOfRowsList() { inserts.addAll(several); }
}
