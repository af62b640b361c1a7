package io.blink.core.spi.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystemFactory;
import io.blink.core.spi.filesystem.FileSystems;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    private static final String LIBRARY = "vendor.Library";

    private static Map<String, byte[]> classes;

    @TempDir
    Path folder;

    private Path plugins;

    @BeforeAll
    static void compile(@TempDir Path work) throws IOException {
        classes = PluginRig.compile(
                work,
                Map.of(
                        LIBRARY,
                        "package vendor; public class Library { public static String version() { return \"v1\"; } }",
                        "vendor.One",
                        fileSystem("One", ""),
                        "vendor.Two",
                        fileSystem("Two", ""),
                        "vendor.Deriving",
                        fileSystem("Deriving extends Library", ""),
                        "vendor.Failing",
                        fileSystem("Failing", "static { if (true) throw new IllegalStateException(\"no licence\"); }"),
                        "vendor.Queue",
                        connector("Queue", "queue"),
                        "vendor.OtherQueue",
                        connector("OtherQueue", "Queue")));
    }

    /** The library's class as its other versions have it. */
    private static byte[] libraryOf(String version) {
        String bytes = new String(classes.get(LIBRARY), StandardCharsets.ISO_8859_1);
        return bytes.replace("v1", version).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A factory whose scheme is the version of the library that it sees. */
    private static String fileSystem(String declaration, String more) {
        return "package vendor; import io.blink.core.spi.filesystem.*; public class " + declaration
                + " implements FileSystemFactory { " + more
                + " public java.util.Set<String> schemes() { return java.util.Set.of(Library.version()); }"
                + " public FileSystem create(io.blink.core.config.Configuration configuration) { return null; } }";
    }

    private static String connector(String type, String name) {
        return "package vendor; import io.blink.core.spi.connector.*; public class " + type
                + " implements ConnectorFactory { public String name() { return \"" + name + "\"; }"
                + " public java.util.List<io.blink.core.config.ConfigOption<?>> tableOptions() { return java.util.List.of(); }"
                + " public Connector create(io.blink.core.spi.filesystem.FileSystems fileSystems) { return null; } }";
    }

    @BeforeEach
    void makeFolder() throws IOException {
        plugins = Files.createDirectories(folder.resolve("plugins"));
    }

    private void library(String plugin, String version) throws IOException {
        PluginRig.jar(plugins.resolve(plugin + "/library.jar"), LIBRARY, libraryOf(version));
    }

    private void provider(String plugin, String name) throws IOException {
        provider(plugins.resolve(plugin + "/plugin.jar"), "vendor." + name, FileSystemFactory.class);
    }

    private static void provider(Path jar, String name, Class<?> service) throws IOException {
        PluginRig.provider(jar, name, classes.get(name), service);
    }

    private Set<String> schemes(ClassLoader application) {
        Set<String> schemes = new TreeSet<>();
        Plugins.in(plugins, application)
                .services(FileSystemFactory.class)
                .forEach(factory -> schemes.addAll(factory.schemes()));
        return schemes;
    }

    private Set<String> schemes() {
        return schemes(getClass().getClassLoader());
    }

    /** A class path with the third version of the library. */
    private URLClassLoader application() throws IOException {
        Path jar = folder.resolve("lib/library.jar");
        PluginRig.jar(jar, LIBRARY, libraryOf("v3"));
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
    }

    @Test
    void eachPluginHasItsOwnVersionOfALibrary() throws IOException {
        library("one", "v1");
        provider("one", "One");
        library("two", "v2");
        provider("two", "Two");
        try (URLClassLoader application = application()) {
            assertThat(schemes(application)).containsExactly("v1", "v2");
            assertThat(Plugins.in(plugins, application).services(FileSystemFactory.class))
                    .extracting(factory -> factory.getClass().getClassLoader().getName())
                    .containsExactly("one", "two");
        }
    }

    @Test
    void coreIsSharedEvenWhenAPluginBringsACopy() throws IOException {
        library("greedy", "v1");
        provider("greedy", "One");
        try (InputStream copy = FileSystemFactory.class.getResourceAsStream("FileSystemFactory.class")) {
            PluginRig.jar(plugins.resolve("greedy/core.jar"), FileSystemFactory.class.getName(), copy.readAllBytes());
        }
        assertThat(schemes()).containsExactly("v1");
    }

    @Test
    void whatAPluginLacksComesFromTheClassPath() throws IOException {
        provider("bare", "One");
        try (URLClassLoader application = application()) {
            assertThat(schemes(application)).containsExactly("v3");
        }
    }

    @Test
    void aPluginSharesTheClassesOfItsParent() throws IOException {
        library("base", "v1");
        provider("above", "One");
        parent("above", "parent = base\n");
        assertThat(schemes()).containsExactly("v1");

        parent("above", "parent = bass\n");
        assertBroken("above", "its parent 'bass' is not among [above, base]");
        parent("above", "parent = above\n");
        assertBroken("above", "its own parent");
        parent("above", "patent = base\n");
        assertBroken("above", "the key 'patent'");
    }

    private void parent(String plugin, String text) throws IOException {
        Files.writeString(plugins.resolve(plugin + "/plugin.properties"), text);
    }

    private void assertBroken(String plugin, String reason) {
        assertThatThrownBy(this::schemes)
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("Plugin " + plugins.resolve(plugin) + " cannot be used: ")
                .hasMessageContaining(reason);
    }

    @Test
    void aFolderWithoutAUsableJarIsBroken() throws IOException {
        Path empty = Files.createDirectories(plugins.resolve("empty"));
        assertBroken("empty", "it holds no jar");
        Files.writeString(empty.resolve("text.jar"), "no jar");
        assertBroken("empty", "text.jar is no jar");
    }

    @Test
    void aProviderThatCannotBeMadeIsNamedWithItsPlugin() throws IOException {
        Path jar = plugins.resolve("bad/plugin.jar");
        PluginRig.provider(jar, "vendor.Missing", null, FileSystemFactory.class);
        assertBroken("bad", "vendor.Missing");
        provider("bad", "Failing");
        assertBroken("bad", "no licence");
        provider("bad", "Deriving");
        assertBroken("bad", "vendor/Library");
    }

    @Test
    void twoConnectorsOfOneNameAreNamedWithTheirPlugins() throws IOException {
        provider(plugins.resolve("one/one.jar"), "vendor.Queue", ConnectorFactory.class);
        provider(plugins.resolve("two/two.jar"), "vendor.OtherQueue", ConnectorFactory.class);
        Plugins found = Plugins.in(plugins, getClass().getClassLoader());
        FileSystems fileSystems = FileSystems.load(found, Configuration.empty());
        assertThatThrownBy(() -> Connectors.load(found, fileSystems))
                .isInstanceOf(BlinkException.class)
                .hasMessage("There are two of connector 'Queue': vendor.Queue of plugin one and"
                        + " vendor.OtherQueue of plugin two. Remove one.");
    }

    @Test
    void theFolderMustBeThere() {
        assertThatThrownBy(
                        () -> Plugins.in(folder.resolve("nowhere"), getClass().getClassLoader()))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(folder.resolve("nowhere").toString())
                .hasMessageContaining("-D" + Plugins.FOLDER_PROPERTY);
    }

    @Test
    void withoutPluginsThereIsTheClassPath() {
        assertThat(Plugins.none(getClass().getClassLoader()).services(FileSystemFactory.class))
                .isEmpty();
    }
}
