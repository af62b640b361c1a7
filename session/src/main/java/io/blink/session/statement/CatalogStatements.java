package io.blink.session.statement;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogFactory;
import io.blink.session.SessionErrorCode;
import io.blink.session.StatementResult;
import io.blink.session.catalog.CatalogDefinition;
import io.blink.session.catalog.InMemoryCatalog;
import io.blink.session.catalog.InMemoryCatalogFactory;
import io.blink.sql.ObjectName;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CREATE, ALTER, DROP, USE, DESCRIBE and SHOW CREATE of catalogs. */
public final class CatalogStatements {
    private static final String TYPE = "type";

    private final SessionContext context;

    public CatalogStatements(SessionContext context) {
        this.context = context;
    }

    public StatementResult create(Statement.CreateCatalog create) {
        String name = create.catalog().simple();
        if (create.ifNotExists() && context.catalogs().catalog(name).isPresent()) {
            return new StatementResult.Done(0);
        }
        CatalogFactory factory = factory(name, create.options().get(TYPE));
        Configuration options = new Configuration(create.options()).without(TYPE);
        checkOptions(name, factory, options);
        context.catalogs()
                .add(
                        factory.create(name, options, context.fileSystems()),
                        new CatalogDefinition(name, factory.type(), create.comment(), options.asMap()));
        return new StatementResult.Done(0);
    }

    private CatalogFactory factory(String name, String type) {
        List<CatalogFactory> factories = new ArrayList<>(context.catalogFactories());
        factories.add(new InMemoryCatalogFactory());
        List<String> types =
                factories.stream().map(CatalogFactory::type).sorted().toList();
        return factories.stream()
                .filter(candidate -> candidate.type().equalsIgnoreCase(type))
                .findFirst()
                .orElseThrow(() -> new BlinkException(
                        SessionErrorCode.CATALOG_TYPE_NOT_FOUND,
                        "Catalog '" + name + "': "
                                + (type == null ? "'type' is not given" : "there is no type '" + type + "'")
                                + "; there are " + types + "."
                                + (type == null ? "" : NearestName.hint(type, types))));
    }

    private static void checkOptions(String name, CatalogFactory factory, Configuration options) {
        List<String> known = new ArrayList<>();
        for (ConfigOption<?> option : factory.options()) {
            known.add(option.key());
            known.addAll(option.aliases());
        }
        for (String key : options.asMap().keySet()) {
            if (!known.contains(key)) {
                throw new BlinkException(
                        SessionErrorCode.INVALID_TABLE_DEFINITION,
                        "Catalog '" + name + "': type '" + factory.type() + "' has no option '" + key + "'."
                                + NearestName.hint(key, known) + " Its options are " + known + ".");
            }
        }
    }

    /** With other options a catalog is opened anew; one in memory keeps what it holds. */
    public StatementResult alter(Statement.AlterCatalog alter) {
        CatalogDefinition old = context.catalogs().definition(alter.catalog().simple());
        if (alter.set().containsKey(TYPE) || alter.reset().contains(TYPE)) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    alter.catalog().position(),
                    "the type of a catalog is fixed when it is created; drop '" + old.name() + "' and create it anew");
        }
        Map<String, String> options = new HashMap<>(old.options());
        options.putAll(alter.set());
        options.keySet().removeAll(alter.reset());
        Catalog catalog = context.catalogs().existingCatalog(old.name());
        context.catalogs()
                .replace(
                        options.equals(old.options()) ? catalog : reopened(catalog, old, new Configuration(options)),
                        new CatalogDefinition(
                                old.name(), old.type(), alter.comment().or(old::comment), options));
        return new StatementResult.Done(0);
    }

    private Catalog reopened(Catalog catalog, CatalogDefinition definition, Configuration options) {
        CatalogFactory factory = factory(definition.name(), definition.type());
        checkOptions(definition.name(), factory, options);
        if (catalog instanceof InMemoryCatalog memory) {
            memory.changeDefaultDatabase(options.get(InMemoryCatalogFactory.DEFAULT_DATABASE));
            return memory;
        }
        return factory.create(definition.name(), options, context.fileSystems());
    }

    public StatementResult drop(Statement.DropCatalog drop) {
        String name = drop.catalog().simple();
        if (!drop.ifExists() || context.catalogs().catalog(name).isPresent()) {
            context.catalogs().remove(name);
        }
        return new StatementResult.Done(0);
    }

    public StatementResult use(Statement.UseCatalog use) {
        context.catalogs().useCatalog(use.catalog().simple());
        return new StatementResult.Done(0);
    }

    public StatementResult describe(Statement.DescribeCatalog describe) {
        CatalogDefinition definition =
                context.catalogs().definition(describe.catalog().simple());
        TextTable result = new TextTable("info name", "info value");
        result.add("name", definition.name());
        result.add(TYPE, definition.type());
        result.add("comment", definition.comment().orElse(null));
        if (describe.extended()) {
            definition.sortedOptions().forEach((key, value) -> result.add("option:" + key, value));
        }
        return result.result(0);
    }

    /** SHOW CREATE CATALOG. */
    StatementResult definition(ObjectName name) {
        CatalogDefinition definition = context.catalogs().definition(name.simple());
        Optional<String> comment = definition.comment();
        StringBuilder text = new StringBuilder("CREATE CATALOG ").append(DefinitionText.quoted(definition.name()));
        comment.ifPresent(given -> text.append("\nCOMMENT ").append(DefinitionText.literal(given)));
        text.append("\nWITH (\n  'type' = ").append(DefinitionText.literal(definition.type()));
        definition.sortedOptions().forEach((key, value) -> text.append(",\n  ")
                .append(DefinitionText.literal(key))
                .append(" = ")
                .append(DefinitionText.literal(value)));
        TextTable result = new TextTable("create catalog");
        result.add(text.append("\n)").toString());
        return result.result(0);
    }
}
