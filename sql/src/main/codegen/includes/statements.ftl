<#-- One statement of a script, as the records of io.blink.sql. CREATE and INSERT are in tables.ftl, shared parts in clauses.ftl. -->

/** One statement and the end of the text. SET and RESET never come here: their unquoted form is not made of SQL tokens. */
Statement BlinkStatementEof() :
{
    final Statement statement;
}
{
    statement = BlinkStatement() <EOF> { return statement; }
}

Statement BlinkStatement() :
{
    final Statement statement;
}
{
    (
        LOOKAHEAD(1) statement = CreateStatement()
    |   LOOKAHEAD(1) statement = DropStatement()
    |   LOOKAHEAD(1) statement = AlterStatement()
    |   LOOKAHEAD(1) statement = TruncateStatement()
    |   LOOKAHEAD(1) statement = AnalyzeStatement()
    |   LOOKAHEAD(2) statement = RepairStatement()
    |   LOOKAHEAD(1) statement = ShowStatement()
    |   LOOKAHEAD(1) statement = DescribeStatement()
    |   LOOKAHEAD(1) statement = UseStatement()
    |   LOOKAHEAD(1) statement = ExplainStatement()
    |   LOOKAHEAD(1) statement = InsertStatement()
    |   LOOKAHEAD({ QueryClauses.insertFollows(this) }) statement = InsertsOfRows()
    |   LOOKAHEAD(2) statement = ReplaceTable()
    |   LOOKAHEAD(2) statement = StatementSet()
    |   LOOKAHEAD(2) statement = JarStatement()
    |   LOOKAHEAD(2) statement = ModuleStatement()
    |   statement = QueryStatement()
    )
    { return statement; }
}

/** Jars for all functions of the session. */
Statement JarStatement() :
{
    final String path;
}
{
    <ADD> <JAR> path = Text() { return new Statement.AddJar(path); }
|
    <REMOVE> <JAR> path = Text() { return new Statement.RemoveJar(path); }
|
    <LIST> <JARS> { return new Statement.Show(ShowTarget.JARS, Optional.empty(), Optional.empty(), new ArrayList<PartitionValue>()); }
}

/** Flink's sets of functions. */
Statement ModuleStatement() :
{
    final List<ColumnName> names = new ArrayList<ColumnName>();
}
{
    <LOAD> <MODULE> AddColumnName(names) [ <WITH> Properties() ] { return new Statement.Modules(ModuleAction.LOAD, names); }
|
    <UNLOAD> <MODULE> AddColumnName(names) { return new Statement.Modules(ModuleAction.UNLOAD, names); }
}

Statement QueryStatement() :
{
    final QueryText query;
}
{
    query = WholeQuery() { return new Statement.Query(query); }
}

Statement ExplainStatement() :
{
    final Set<ExplainDetail> details = new LinkedHashSet<ExplainDetail>();
    final Statement explained;
    boolean analyze = false;
}
{
    <EXPLAIN>
    (
        LOOKAHEAD(1) <ANALYZE> { analyze = true; }
    |
        LOOKAHEAD(2) <PLAN> <FOR>
    |
        LOOKAHEAD(1) ( <EXTENDED> | <FORMATTED> )
    |
        [ AddExplainDetail(details) ( <COMMA> AddExplainDetail(details) )* ]
    )
    (
        LOOKAHEAD(1) explained = InsertStatement()
    |   LOOKAHEAD({ QueryClauses.insertFollows(this) }) explained = InsertsOfRows()
    |   LOOKAHEAD(2) explained = StatementSet()
    |   LOOKAHEAD(1) explained = CreateStatement()
    |   explained = QueryStatement()
    )
    { return new Statement.Explain(explained, details, analyze); }
}

void AddExplainDetail(Set<ExplainDetail> details) :
{
}
{
    <ESTIMATED_COST> { details.add(ExplainDetail.ESTIMATED_COST); }
|   <CHANGELOG_MODE> { details.add(ExplainDetail.CHANGELOG_MODE); }
|   ( <PLAN_ADVICE> | <JSON_EXECUTION_PLAN> ) { Clauses.refuseDetail(token.image, getPos()); }
}

Statement AlterStatement() :
{
    final boolean ifExists;
    final ObjectName table;
    final AlterTableAction action;
    final Statement other;
}
{
    <ALTER>
    (
        LOOKAHEAD(1) other = AlterFunction() { return other; }
    |
        LOOKAHEAD(1) other = AlterView() { return other; }
    |
        LOOKAHEAD(1) other = AlterDatabase() { return other; }
    |
        LOOKAHEAD(1) other = AlterCatalog() { return other; }
    |
        <TABLE>
    )
    ifExists = IfExists() table = Name()
    (
        LOOKAHEAD(2) action = RenameAction()
    |   action = RenameColumn()
    |   action = ChangeColumn()
    |   action = ModifySchema()
    |   action = AlterColumn()
    |   action = ReplaceColumns()
    |   LOOKAHEAD(<ADD> ( <PARTITION> | <IF> <NOT> )) action = AddPartitions()
    |   action = AddSchema()
    |   LOOKAHEAD(<DROP> ( <PARTITION> | <IF> )) action = DropPartitions()
    |   LOOKAHEAD(<DROP> ( <PRIMARY> | <CONSTRAINT> )) action = DropPrimaryKey()
    |   LOOKAHEAD(<DROP> <WATERMARK>) action = DropWatermark()
    |   action = DropColumns()
    |   action = SetOptions()
    |   action = ResetOptions()
    )
    { return new Statement.AlterTable(table, ifExists, action); }
}

/** Flink's {@code SET ('key' = 'value')} and Hive's {@code SET DBPROPERTIES (…)}. */
Statement AlterDatabase() :
{
    final ObjectName database;
    final Map<String, String> properties;
}
{
    ( <DATABASE> | <SCHEMA> ) database = Name() <SET> [ <IDENTIFIER> ] properties = Properties()
    { return new Statement.AlterDatabase(database, properties); }
}

Statement AlterCatalog() :
{
    final ObjectName catalog;
    final Map<String, String> set;
    final List<String> reset;
    final String comment;
}
{
    <CATALOG> catalog = Name()
    (
        <SET> set = Properties()
        { return new Statement.AlterCatalog(catalog, set, Collections.<String>emptyList(), Optional.<String>empty()); }
    |
        <RESET> reset = PropertyKeys()
        { return new Statement.AlterCatalog(catalog, Collections.<String, String>emptyMap(), reset, Optional.<String>empty()); }
    |
        <COMMENT> comment = Text()
        {
            return new Statement.AlterCatalog(
                catalog, Collections.<String, String>emptyMap(), Collections.<String>emptyList(), Optional.of(comment));
        }
    )
}

Statement AlterFunction() :
{
    boolean temporary = false;
    boolean system = false;
    final boolean ifExists;
    final ObjectName name;
    final FunctionDefinition definition;
}
{
    [ <TEMPORARY> { temporary = true; } [ <SYSTEM> { system = true; } ] ]
    <FUNCTION> ifExists = IfExists() name = Name() definition = FunctionDefinition()
    { return new Statement.AlterFunction(name, temporary, system, ifExists, definition); }
}

/** The query of a view, or its name. */
Statement AlterView() :
{
    final ObjectName view;
    final AlterTableAction rename;
    final QueryText query;
}
{
    <VIEW> view = Name()
    (
        rename = RenameAction() { return new Statement.AlterTable(view, false, rename); }
    |
        <AS> query = WholeQuery() { return new Statement.AlterView(view, query); }
    )
}

AlterTableAction RenameAction() :
{
    final ObjectName name;
}
{
    <RENAME> <TO> name = Name() { return new AlterTableAction.Rename(name); }
}

/** Flink's {@code SET ('key' = 'value')} and Hive's {@code SET TBLPROPERTIES (…)}. */
AlterTableAction SetOptions() :
{
    final Map<String, String> options;
}
{
    <SET> [ <TBLPROPERTIES> ] options = Properties() { return new AlterTableAction.SetOptions(options); }
}

/** Flink's {@code RESET ('key')} and Spark's {@code UNSET TBLPROPERTIES ('key')}. */
AlterTableAction ResetOptions() :
{
    final List<String> keys;
}
{
    ( <RESET> | <UNSET> <TBLPROPERTIES> [ LOOKAHEAD(2) <IF> <EXISTS> ] ) keys = PropertyKeys()
    { return new AlterTableAction.ResetOptions(keys); }
}

/** {@code ('key', 'another')}. */
List<String> PropertyKeys() :
{
    final List<String> keys = new ArrayList<String>();
    String key;
}
{
    <LPAREN> key = Text() { keys.add(key); } ( <COMMA> key = Text() { keys.add(key); } )* <RPAREN>
    { return keys; }
}

/** Hive's {@code ADD COLUMNS (…)}, Spark's {@code ADD COLUMN c INT}, Flink's {@code ADD (…)} and {@code ADD c INT}, also of keys and watermarks. */
AlterTableAction AddSchema() :
{
    final TableClauses clauses = new TableClauses();
}
{
    <ADD> [ LOOKAHEAD(2, ( <COLUMNS> | <COLUMN> ) ( <LPAREN> | SimpleIdentifier() )) ( <COLUMNS> | <COLUMN> ) ]
    SchemaParts(clauses)
    { return new AlterTableAction.AddSchema(clauses.schema()); }
}

void SchemaParts(TableClauses clauses) :
{
}
{
    <LPAREN> SchemaPart(clauses) ( <COMMA> SchemaPart(clauses) )* <RPAREN>
|
    SchemaPart(clauses)
}

/** A column, which may have a place, a primary key or a watermark. */
void SchemaPart(TableClauses clauses) :
{
    final int before = clauses.columnCount();
    final Optional<AlterTableAction.ColumnPlace> place;
}
{
    TableElement(clauses)
    place = ColumnPlace()
    { clauses.placeLast(before, place, getPos()); }
}

/** {@code DROP PRIMARY KEY} and {@code DROP CONSTRAINT name}. */
AlterTableAction DropPrimaryKey() :
{
    final SqlIdentifier name;
}
{
    <DROP>
    (
        <PRIMARY> <KEY>
        { return new AlterTableAction.DropPrimaryKey(ParserPositions.of(getPos())); }
    |
        <CONSTRAINT> name = SimpleIdentifier()
        { return new AlterTableAction.DropPrimaryKey(ParserPositions.of(name.getParserPosition())); }
    )
}

AlterTableAction DropWatermark() :
{
}
{
    <DROP> <WATERMARK> { return new AlterTableAction.DropWatermark(ParserPositions.of(getPos())); }
}

AlterTableAction AddPartitions() :
{
    final List<AlterTableAction.AddedPartition> partitions = new ArrayList<AlterTableAction.AddedPartition>();
    final boolean ifNotExists;
}
{
    <ADD> ifNotExists = IfNotExists() ( AddPartition(partitions) )+
    { return new AlterTableAction.AddPartitions(partitions, ifNotExists); }
}

void AddPartition(List<AlterTableAction.AddedPartition> partitions) :
{
    final List<PartitionValue> values;
    String location = null;
}
{
    <PARTITION> values = PartitionValues()
    [ <LOCATION> location = Text() | <WITH> { Clauses.refusePartitionOptions(getPos()); } ]
    { partitions.add(new AlterTableAction.AddedPartition(values, Optional.ofNullable(location))); }
}

AlterTableAction DropPartitions() :
{
    final List<List<PartitionValue>> partitions = new ArrayList<List<PartitionValue>>();
    final boolean ifExists;
    List<PartitionValue> values;
}
{
    <DROP> ifExists = IfExists()
    <PARTITION> values = PartitionValues() { partitions.add(values); }
    ( <COMMA> <PARTITION> values = PartitionValues() { partitions.add(values); } )*
    { return new AlterTableAction.DropPartitions(partitions, ifExists); }
}

/** Hive's {@code CHANGE [COLUMN] old new type [COMMENT '…'] [FIRST | AFTER column]}. */
AlterTableAction ChangeColumn() :
{
    final ColumnName column;
    final SqlIdentifier name;
    final DataType type;
    String comment = null;
    final Optional<AlterTableAction.ColumnPlace> place;
}
{
    <CHANGE> [ LOOKAHEAD(<COLUMN> SimpleIdentifier() SimpleIdentifier()) <COLUMN> ]
    column = ColumnNamed() name = SimpleIdentifier() type = ColumnType()
    [ <COMMENT> comment = Text() ]
    place = ColumnPlace()
    { return new AlterTableAction.ChangeColumn(column, Optional.of(name.getSimple()), Optional.of(type), Optional.ofNullable(comment), place); }
}

/** Flink's {@code MODIFY c type} and {@code MODIFY (…)}, also of keys and watermarks. */
AlterTableAction ModifySchema() :
{
    final TableClauses clauses = new TableClauses();
}
{
    <MODIFY> [ LOOKAHEAD(<COLUMN> SimpleIdentifier() DataType()) <COLUMN> ]
    SchemaParts(clauses)
    { return new AlterTableAction.ModifySchema(clauses.schema()); }
}

/** Spark's {@code ALTER COLUMN c TYPE type}, {@code … COMMENT '…'}, {@code … FIRST}, {@code … AFTER column}. */
AlterTableAction AlterColumn() :
{
    final ColumnName column;
    DataType type = null;
    String comment = null;
    final Optional<AlterTableAction.ColumnPlace> place;
}
{
    <ALTER> [ LOOKAHEAD(<COLUMN> SimpleIdentifier()) <COLUMN> ] column = ColumnNamed()
    [ <TYPE> type = ColumnType() ]
    [ <COMMENT> comment = Text() ]
    place = ColumnPlace()
    { return new AlterTableAction.ChangeColumn(column, Optional.empty(), Optional.ofNullable(type), Optional.ofNullable(comment), place); }
}

Optional<AlterTableAction.ColumnPlace> ColumnPlace() :
{
    final ColumnName column;
}
{
    <FIRST> { return Optional.of(new AlterTableAction.ColumnPlace(Optional.empty())); }
|
    <AFTER> column = ColumnNamed() { return Optional.of(new AlterTableAction.ColumnPlace(Optional.of(column))); }
|
    { return Optional.empty(); }
}

ColumnName ColumnNamed() :
{
    final SqlIdentifier column;
}
{
    column = SimpleIdentifier()
    { return new ColumnName(column.getSimple(), ParserPositions.of(column.getParserPosition())); }
}

/** {@code RENAME [COLUMN] a TO b}. */
AlterTableAction RenameColumn() :
{
    final ColumnName column;
    final SqlIdentifier name;
}
{
    <RENAME> [ LOOKAHEAD(<COLUMN> SimpleIdentifier()) <COLUMN> ] column = ColumnNamed() <TO> name = SimpleIdentifier()
    { return new AlterTableAction.ChangeColumn(column, Optional.of(name.getSimple()), Optional.empty(), Optional.empty(), Optional.empty()); }
}

/** {@code DROP COLUMN a}, {@code DROP COLUMNS (a, b)}, Flink's {@code DROP a} and {@code DROP (a, b)}. */
AlterTableAction DropColumns() :
{
    final List<ColumnName> columns = new ArrayList<ColumnName>();
}
{
    <DROP> [ LOOKAHEAD(( <COLUMNS> | <COLUMN> ) ( <LPAREN> | SimpleIdentifier() )) ( <COLUMNS> | <COLUMN> ) ]
    (
        <LPAREN> AddColumnName(columns) ( <COMMA> AddColumnName(columns) )* <RPAREN>
    |
        AddColumnName(columns) ( <COMMA> AddColumnName(columns) )*
    )
    { return new AlterTableAction.DropColumns(columns); }
}

/** Hive's {@code REPLACE COLUMNS (…)}. */
AlterTableAction ReplaceColumns() :
{
    final TableClauses clauses = new TableClauses();
}
{
    <REPLACE> <COLUMNS> <LPAREN> AddColumn(clauses) ( <COMMA> AddColumn(clauses) )* <RPAREN>
    { return new AlterTableAction.ReplaceColumns(clauses.columns()); }
}

/** Hive's {@code MSCK [REPAIR] TABLE t [ADD | DROP | SYNC PARTITIONS]} and Spark's {@code REPAIR TABLE t}. */
Statement RepairStatement() :
{
    final ObjectName table;
    boolean add = true;
    boolean drop = false;
}
{
    ( <MSCK> [ <REPAIR> ] | <REPAIR> ) <TABLE> table = Name()
    [ ( <ADD> | <DROP> { add = false; drop = true; } | <SYNC> { drop = true; } ) <PARTITIONS> ]
    { return new Statement.RepairTable(table, add, drop); }
}

Statement TruncateStatement() :
{
    final ObjectName table;
    List<PartitionValue> partition = new ArrayList<PartitionValue>();
}
{
    <TRUNCATE> <TABLE> table = Name()
    [ <PARTITION> partition = PartitionValues() ]
    { return new Statement.TruncateTable(table, partition); }
}

/** Flink's, Hive's and Spark's. */
Statement AnalyzeStatement() :
{
    final ObjectName table;
    List<PartitionValue> partition = new ArrayList<PartitionValue>();
    List<ColumnName> columns = new ArrayList<ColumnName>();
    AnalyzeScope scope = AnalyzeScope.ROWS;
}
{
    <ANALYZE> <TABLE> table = Name()
    [ <PARTITION> partition = PartitionValues() ]
    <COMPUTE> <STATISTICS>
    [
        <NOSCAN> { scope = AnalyzeScope.SIZE; }
    |
        <FOR>
        (
            <ALL> <COLUMNS> { scope = AnalyzeScope.ALL_COLUMNS; }
        |
            <COLUMNS> { scope = AnalyzeScope.ALL_COLUMNS; }
            [
                AddColumnName(columns) { scope = AnalyzeScope.COLUMNS; }
                ( <COMMA> AddColumnName(columns) )*
            ]
        )
    ]
    { return new Statement.AnalyzeTable(table, partition, scope, columns); }
}

void AddColumnName(List<ColumnName> columns) :
{
    final SqlIdentifier column;
}
{
    column = SimpleIdentifier()
    { columns.add(new ColumnName(column.getSimple(), ParserPositions.of(column.getParserPosition()))); }
}

Statement DropStatement() :
{
    boolean ifExists;
    boolean cascade = false;
    boolean temporary = false;
    boolean system = false;
    final ObjectName name;
}
{
    <DROP>
    [ ( <TEMPORARY> | <TEMP> ) { temporary = true; } ]
    (
        <TABLE> ifExists = IfExists() name = Name() [ <PURGE> ]
        { return new Statement.DropTable(name, ifExists, temporary); }
    |
        <VIEW> ifExists = IfExists() name = Name()
        { return new Statement.DropView(name, ifExists, temporary); }
    |
        <CATALOG> ifExists = IfExists() name = Name()
        { return new Statement.DropCatalog(name, ifExists); }
    |
        [ <SYSTEM> { system = true; } ] <FUNCTION> ifExists = IfExists() name = Name()
        { return new Statement.DropFunction(name, temporary, system, ifExists); }
    |
        ( <DATABASE> | <SCHEMA> ) ifExists = IfExists() name = Name()
        [ <CASCADE> { cascade = true; } | <RESTRICT> ]
        { return new Statement.DropDatabase(name, ifExists, cascade); }
    )
}

Statement ShowStatement() :
{
    ShowTarget target = null;
    Optional<ObjectName> of = Optional.empty();
    Optional<NamePattern> pattern = Optional.empty();
    ObjectName name;
    String key;
    List<PartitionValue> partition = new ArrayList<PartitionValue>();
}
{
    <SHOW>
    (
        LOOKAHEAD(2) <CREATE> ( <TABLE> { target = ShowTarget.CREATE_TABLE; } | <VIEW> { target = ShowTarget.CREATE_VIEW; } | <FUNCTION> { target = ShowTarget.CREATE_FUNCTION; } | <CATALOG> { target = ShowTarget.CREATE_CATALOG; } )
        name = Name() { of = Optional.of(name); }
    |
        LOOKAHEAD(2) <CURRENT> ( <CATALOG> { target = ShowTarget.CURRENT_CATALOG; } | <DATABASE> { target = ShowTarget.CURRENT_DATABASE; } )
    |
        <PARTITIONS> name = Name()
        [ <PARTITION> partition = PartitionValues() ]
        { target = ShowTarget.PARTITIONS; of = Optional.of(name); }
    |
        <COLUMNS> ( <FROM> | <IN> ) name = Name() { target = ShowTarget.COLUMNS; of = Optional.of(name); }
        pattern = LikePattern()
    |
        <TBLPROPERTIES> name = Name() { target = ShowTarget.TABLE_PROPERTIES; of = Optional.of(name); }
        [ <LPAREN> key = Text() <RPAREN> { pattern = Optional.of(new NamePattern(key, false)); } ]
    |
        [ <FULL> { target = ShowTarget.FULL_MODULES; } ] <MODULES> { target = target == null ? ShowTarget.MODULES : target; }
    |
        (
            <CATALOGS> { target = ShowTarget.CATALOGS; }
        |   ( <DATABASES> | <SCHEMAS> ) { target = ShowTarget.DATABASES; }
        |   <TABLES> { target = ShowTarget.TABLES; }
        |   <VIEWS> { target = ShowTarget.VIEWS; }
        |   <FUNCTIONS> { target = ShowTarget.FUNCTIONS; }
        |   <USER> <FUNCTIONS> { target = ShowTarget.USER_FUNCTIONS; }
        |   <JOBS> { target = ShowTarget.JOBS; }
        |   <JARS> { target = ShowTarget.JARS; }
        |   <PROCEDURES> { target = ShowTarget.PROCEDURES; }
        |   <MODELS> { target = ShowTarget.MODELS; }
        |   <MATERIALIZED> <TABLES> { target = ShowTarget.MATERIALIZED_TABLES; }
        )
        [ ( <FROM> | <IN> ) name = Name() { of = Optional.of(name); } ]
        pattern = LikePattern()
    )
    { return new Statement.Show(target, of, pattern, partition); }
}

/** Hive and Spark leave LIKE out. */
Optional<NamePattern> LikePattern() :
{
    String pattern = null;
    boolean negated = false;
}
{
    [ [ <NOT> { negated = true; } ] ( <LIKE> | <ILIKE> ) pattern = Text() | pattern = Text() ]
    { return pattern == null ? Optional.<NamePattern>empty() : Optional.of(new NamePattern(pattern, negated)); }
}

Statement DescribeStatement() :
{
    boolean extended = false;
    List<ColumnName> columns = new ArrayList<ColumnName>();
    ObjectName name;
}
{
    ( <DESCRIBE> | <DESC> )
    (
        LOOKAHEAD(2) ( <DATABASE> | <SCHEMA> ) [ LOOKAHEAD(<EXTENDED> CompoundTableIdentifier()) <EXTENDED> { extended = true; } ] name = Name()
        { return new Statement.DescribeDatabase(name, extended); }
    |
        LOOKAHEAD(<CATALOG> [ <EXTENDED> ] CompoundTableIdentifier())
        <CATALOG> [ LOOKAHEAD(<EXTENDED> CompoundTableIdentifier()) <EXTENDED> { extended = true; } ] name = Name()
        { return new Statement.DescribeCatalog(name, extended); }
    |
        LOOKAHEAD(<FUNCTION> [ <EXTENDED> ] CompoundTableIdentifier())
        <FUNCTION> [ LOOKAHEAD(<EXTENDED> CompoundTableIdentifier()) <EXTENDED> { extended = true; } ] name = Name()
        { return new Statement.DescribeFunction(name, extended); }
    |
        [ <TABLE> ]
        [ LOOKAHEAD(( <EXTENDED> | <FORMATTED> ) CompoundTableIdentifier()) ( <EXTENDED> | <FORMATTED> ) { extended = true; } ]
        name = Name()
        [ AddColumnName(columns) ]
        { return new Statement.DescribeTable(name, extended, columns.isEmpty() ? Optional.empty() : Optional.of(columns.get(0))); }
    )
}

Statement UseStatement() :
{
    final ObjectName name;
    final List<ColumnName> modules = new ArrayList<ColumnName>();
}
{
    <USE>
    (
        LOOKAHEAD(<MODULES> SimpleIdentifier())
        <MODULES> AddColumnName(modules) ( <COMMA> AddColumnName(modules) )* { return new Statement.Modules(ModuleAction.USE, modules); }
    |
        LOOKAHEAD(2) <CATALOG> name = Name() { return new Statement.UseCatalog(name); }
    |
        [ LOOKAHEAD(2) ( <DATABASE> | <SCHEMA> ) ] name = Name() { return new Statement.UseDatabase(name); }
    )
}
