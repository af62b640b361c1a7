package io.blink.sql.metadata;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.CyclicMetadataException;
import org.apache.calcite.rel.metadata.DelegatingMetadataRel;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.NullSentinel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * Answers one kind of question by the handler's method for the nearest class of the relation. Answers are kept in the query, and a question that needs its
 * own answer is refused, both as Calcite's generated code does.
 */
final class MetadataDispatcher implements InvocationHandler {
    /** A question about a relation. @param arguments what stands behind relation and query */
    private record Question(Method method, List<Object> arguments) {}

    /** @param method over relations of its first parameter's class */
    private record Target(MetadataHandler<?> handler, Method method) {
        private Class<?> relation() {
            return method.getParameterTypes()[0];
        }
    }

    private record Asked(Method method, Class<?> relation) {}

    private final Class<?> kind;
    private final List<MetadataHandler<?>> handlers;
    private final Map<Asked, Target> targets = new ConcurrentHashMap<>();
    private final Map<Method, Question> withoutArguments = new ConcurrentHashMap<>();

    /** @param handlers the first counts where several know a class */
    MetadataDispatcher(Class<?> kind, List<MetadataHandler<?>> handlers) {
        this.kind = kind;
        this.handlers = List.copyOf(handlers);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (arguments == null || arguments.length < 2 || !(arguments[1] instanceof RelMetadataQuery query)) {
            return aboutItself(proxy, method, arguments);
        }
        RelNode relation = (RelNode) arguments[0];
        while (relation instanceof DelegatingMetadataRel delegating) {
            relation = delegating.getMetadataDelegateRel();
        }
        Question question = question(method, arguments);
        Object known = query.map.get(relation, question);
        if (known == NullSentinel.ACTIVE) {
            throw new CyclicMetadataException();
        }
        if (known != null) {
            return known == NullSentinel.INSTANCE ? null : known;
        }
        query.map.put(relation, question, NullSentinel.ACTIVE);
        boolean answered = false;
        try {
            Object answer = ask(relation, method, arguments);
            query.map.put(relation, question, NullSentinel.mask(answer));
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                query.map.row(relation).clear();
            }
        }
    }

    private Question question(Method method, Object[] arguments) {
        return arguments.length == 2
                ? withoutArguments.computeIfAbsent(method, any -> new Question(method, List.of()))
                : new Question(method, Arrays.asList(Arrays.copyOfRange(arguments, 2, arguments.length)));
    }

    private Object ask(RelNode relation, Method method, Object[] arguments) throws Throwable {
        Asked asked = new Asked(method, relation.getClass());
        Target target = targets.get(asked);
        if (target == null) {
            target = nearest(asked);
            targets.put(asked, target);
        }
        Object[] direct = arguments.clone();
        direct[0] = relation;
        try {
            return target.method().invoke(target.handler(), direct);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Target nearest(Asked asked) {
        Optional<Target> nearest = Optional.empty();
        for (MetadataHandler<?> handler : handlers) {
            for (Method candidate : handler.getClass().getMethods()) {
                if (answers(candidate, asked)
                        && (nearest.isEmpty()
                                || isNearer(candidate, nearest.get().relation()))) {
                    nearest = Optional.of(new Target(handler, candidate));
                }
            }
        }
        return nearest.orElseThrow(() -> new IllegalArgumentException("nothing answers " + asked.method() + " for a "
                + asked.relation().getName()));
    }

    private static boolean answers(Method candidate, Asked asked) {
        Class<?>[] parameters = candidate.getParameterTypes();
        Class<?>[] wanted = asked.method().getParameterTypes();
        return candidate.getName().equals(asked.method().getName())
                && !candidate.isBridge()
                && parameters.length == wanted.length
                && parameters[0].isAssignableFrom(asked.relation())
                && Arrays.equals(parameters, 1, parameters.length, wanted, 1, wanted.length);
    }

    private static boolean isNearer(Method candidate, Class<?> relation) {
        Class<?> other = candidate.getParameterTypes()[0];
        return other != relation && relation.isAssignableFrom(other);
    }

    private Object aboutItself(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("equals")) {
            return proxy == arguments[0];
        }
        if (method.getName().equals("hashCode")) {
            return System.identityHashCode(proxy);
        }
        if (method.getName().equals("toString")) {
            return "metadata " + kind.getName();
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        throw new UnsupportedOperationException(method + " is no question about a relation");
    }
}
