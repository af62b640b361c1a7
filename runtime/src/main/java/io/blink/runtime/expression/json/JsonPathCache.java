package io.blink.runtime.expression.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.blink.runtime.expression.kernel.CallSite;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The compiled paths of one call: mostly one, at most {@value #PATHS_MAX} are remembered. */
final class JsonPathCache {
    private static final int PATHS_MAX = 64;
    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider(JsonText.MAPPER))
            .mappingProvider(new JacksonMappingProvider(JsonText.MAPPER))
            .build();

    private final CallSite site;
    private final Map<String, Path> paths = new HashMap<>();

    JsonPathCache(CallSite site) {
        this.site = site;
    }

    /** @param strict whether a value that is not there is an error */
    record Path(JsonPath path, boolean strict) {
        /** {@code null} if there is nothing. */
        JsonNode find(JsonNode tree) {
            try {
                JsonNode found = path.read(tree, CONFIGURATION);
                return !path.isDefinite() && found.isEmpty() ? null : found;
            } catch (PathNotFoundException nothing) {
                return null;
            }
        }
    }

    Path of(String text) {
        Path known = paths.get(text);
        if (known == null) {
            if (paths.size() == PATHS_MAX) {
                paths.clear();
            }
            known = compiled(text.strip());
            paths.put(text, known);
        }
        return known;
    }

    private Path compiled(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean strict = lower.startsWith("strict ");
        String path = strict || lower.startsWith("lax ")
                ? text.substring(text.indexOf(' ')).strip()
                : text;
        try {
            return new Path(JsonPath.compile(path), strict);
        } catch (InvalidPathException | IllegalArgumentException e) {
            throw site.invalidArgument("'" + path + "' is no JSON path such as $.name[0]", e);
        }
    }
}
