package io.blink.sql.metadata;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** Makes metadata queries over Calcite's own handlers, with {@link MarkUniqueness} and {@link BoundedPredicates} before them. */
public final class MetadataQueries implements MetadataHandlerProvider {
    private static final MetadataQueries INSTANCE = new MetadataQueries();

    private final Map<Class<?>, Object> dispatchers = new ConcurrentHashMap<>();

    private MetadataQueries() {}

    /** An empty one, for a statement. */
    public static RelMetadataQuery create() {
        return new RelMetadataQuery(INSTANCE);
    }

    @Override
    public <H extends MetadataHandler<?>> H handler(Class<H> kind) {
        return kind.cast(dispatchers.computeIfAbsent(kind, any -> dispatcher(kind)));
    }

    private static <H extends MetadataHandler<?>> Object dispatcher(Class<H> kind) {
        List<MetadataHandler<?>> handlers = new ArrayList<>(DefaultRelMetadataProvider.INSTANCE.handlers(kind));
        if (kind == BuiltInMetadata.ColumnUniqueness.Handler.class) {
            handlers.add(0, new MarkUniqueness());
        }
        if (kind == BuiltInMetadata.Predicates.Handler.class) {
            handlers.add(0, new BoundedPredicates());
        }
        return Proxy.newProxyInstance(
                kind.getClassLoader(), new Class<?>[] {kind}, new MetadataDispatcher(kind, handlers));
    }
}
