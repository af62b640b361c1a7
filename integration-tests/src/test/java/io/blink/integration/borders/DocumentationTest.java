package io.blink.integration.borders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages and the package pages name is there: files that they link to, classes and their members. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> OF_JAVA = Set.of("ServiceLoader");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)(?<target>[^)#\\s]+)[^)]*\\)");
    private static final Pattern QUOTED = Pattern.compile("`(?<name>[^`\n]+)`");
    private static final Pattern CODE = Pattern.compile("\\{@(?:code|link) (?<name>[^}]+)\\}");
    private static final Pattern DECLARED =
            Pattern.compile("\\b(?:class|interface|record|enum|message)\\s+(?<name>[A-Z]\\w*)");
    /** A class of two words or more, with or without its package and a member: single words may be anything. */
    private static final Pattern CLASS = Pattern.compile(
            "(?:io\\.blink(?:\\.[a-z]\\w*)*\\.)?(?<class>(?:[A-Z][a-z0-9]+){2,}\\w*)(?:\\.(?<member>\\w+))?(?:\\(.*\\))?");

    private final Map<String, List<Path>> sources = new HashMap<>();

    DocumentationTest() throws IOException {
        for (Path source : files("/src/", ".java", ".proto")) {
            Matcher declared = DECLARED.matcher(Files.readString(source));
            while (declared.find()) {
                sources.computeIfAbsent(declared.group("name"), name -> new ArrayList<>())
                        .add(source);
            }
        }
    }

    private static List<Path> files(String within, String... endings) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(file -> {
                        String path = "/" + ROOT.relativize(file);
                        return path.contains(within)
                                && !path.contains("/target/")
                                && Stream.of(endings).anyMatch(path::endsWith);
                    })
                    .toList();
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(files("/docs/", ".md"));
        pages.add(ROOT.resolve("README.md"));
        return pages;
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!Files.exists(page.resolveSibling(link.group("target")))) {
                    dead.add(ROOT.relativize(page) + " links to " + link.group("target"));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyClassThatAPageNamesIsThere() throws IOException {
        Set<String> gone = new TreeSet<>();
        for (Path page : pages()) {
            gone.addAll(gone(page, QUOTED));
        }
        for (Path page : files("/src/", "package-info.java")) {
            gone.addAll(gone(page, CODE));
        }
        assertThat(gone).isEmpty();
    }

    private Set<String> gone(Path page, Pattern names) throws IOException {
        Set<String> gone = new TreeSet<>();
        Matcher name = names.matcher(Files.readString(page));
        while (name.find()) {
            Matcher type = CLASS.matcher(name.group("name"));
            if (type.matches() && !isThere(type.group("class"), type.group("member"))) {
                gone.add(ROOT.relativize(page) + " names " + name.group("name"));
            }
        }
        return gone;
    }

    private boolean isThere(String type, String member) throws IOException {
        if (OF_JAVA.contains(type)) {
            return true;
        }
        for (Path source : sources.getOrDefault(type, List.of())) {
            if (member == null
                    || Pattern.compile("\\b" + member + "\\b")
                            .matcher(Files.readString(source))
                            .find()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyPackageHasItsPage() throws IOException {
        Set<Path> without = new TreeSet<>();
        for (Path source : files("/src/main/java/", ".java")) {
            if (!Files.exists(source.resolveSibling("package-info.java"))) {
                without.add(ROOT.relativize(source.getParent()));
            }
        }
        assertThat(without).isEmpty();
    }
}
