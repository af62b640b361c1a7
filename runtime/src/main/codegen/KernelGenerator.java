import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes one kernel class for each template and primitive type, so that every loop works on one array type and is compiled for it alone. A template's
 * first line names the types it is for; {@code $Word$} stands for a property of the type. Run by the build: {@code java KernelGenerator.java
 * <templates> <output>}.
 */
final class KernelGenerator {
    private static final String TOTAL_LESS = "(left < right) | ((right != right) & (left == left))";
    private static final String TOTAL_EQUAL = "(left == right) | ((left != left) & (right != right))";

    /** Whether left is less, as 1 or 0 and without a branch, which values in no order would mispredict. */
    private static final String SIGN_OF_DIFFERENCE = "(int) (((long) left - right) >>> 63)";
    /** The same where the difference may overflow (Hacker's Delight, 2-12). */
    private static final String BORROW = "(int) (((left & ~right) | (~(left ^ right) & (left - right))) >>> 63)";

    private static final Map<String, Map<String, String>> TYPES = new LinkedHashMap<>();

    static {
        integer("Byte", "byte", "int", "product ^ (byte) product", SIGN_OF_DIFFERENCE);
        integer("Short", "short", "int", "product ^ (short) product", SIGN_OF_DIFFERENCE);
        integer("Int", "int", "long", "product ^ (int) product", SIGN_OF_DIFFERENCE);
        integer("Long", "long", "long", "Math.multiplyHigh(left, right) ^ (product >> 63)", BORROW);
        floating("Float", "float");
        floating("Double", "double");
    }

    private KernelGenerator() {}

    public static void main(String[] arguments) throws IOException {
        Path output = Path.of(arguments[1]);
        Set<Path> written = new HashSet<>();
        try (DirectoryStream<Path> templates = Files.newDirectoryStream(Path.of(arguments[0]), "*.template")) {
            for (Path template : templates) {
                generate(template, output, written);
            }
        }
        removeAllBut(written, output);
    }

    /** What an earlier build wrote from templates that are no more must not be compiled. */
    private static void removeAllBut(Set<Path> written, Path output) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(output)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            if (!written.contains(file)) {
                Files.delete(file);
            }
        }
    }

    private static void generate(Path template, Path output, Set<Path> written) throws IOException {
        String text = Files.readString(template);
        int firstLine = text.indexOf('\n');
        String family = template.getFileName().toString().replace(".template", "");
        for (String name : text.substring(0, firstLine).replace("//", "").trim().split(" ")) {
            String source = text.substring(firstLine + 1);
            for (Map.Entry<String, String> property : TYPES.get(name).entrySet()) {
                source = source.replace("$" + property.getKey() + "$", property.getValue());
            }
            Path file = folder(output, source).resolve(name + family + ".java");
            writeIfChanged(file, source);
            written.add(file);
        }
    }

    private static Path folder(Path output, String source) throws IOException {
        int start = source.indexOf("package ") + "package ".length();
        String name = source.substring(start, source.indexOf(';', start));
        return Files.createDirectories(output.resolve(name.replace('.', '/')));
    }

    /** Keeps the time stamp of an unchanged class, so that incremental builds stay incremental. */
    private static void writeIfChanged(Path file, String source) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(source)) {
            Files.writeString(file, source);
        }
    }

    private static void integer(String name, String type, String wide, String multiplyOverflow, String below) {
        Map<String, String> properties = type(name, type, "left < right", "left == right", below);
        properties.put("wide", wide);
        properties.put("multiplyOverflow", multiplyOverflow);
    }

    private static void floating(String name, String type) {
        type(name, type, TOTAL_LESS, TOTAL_EQUAL, "less(left, right) ? 1 : 0");
    }

    private static Map<String, String> type(String name, String type, String less, String equal, String below) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("Name", name);
        properties.put("type", type);
        properties.put("less", less);
        properties.put("equal", equal);
        properties.put("below", below);
        TYPES.put(name, properties);
        return properties;
    }
}
