package io.blink.formats.avro.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.error.ErrorCode;
import io.blink.formats.FormatErrorCode;
import java.io.File;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server behind https that wants to know who asks. */
class RegistryCertificatesTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path folder;

    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        makeKey("server");
        makeKey("client");
        trust("server");
        trust("client");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(read("server.p12"), PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(read("client.trust"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters connection) {
                SSLParameters parameters = context.getDefaultSSLParameters();
                parameters.setNeedClientAuth(true);
                connection.setSSLParameters(parameters);
            }
        });
        server.createContext("/", exchange -> {
            byte[] body = "{\"schema\":\"\\\"int\\\"\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static File file(String name) {
        return folder.resolve(name).toFile();
    }

    private static KeyStore read(String name) throws Exception {
        return KeyStore.getInstance(file(name), PASSWORD.toCharArray());
    }

    private static void makeKey(String name) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file(name + ".p12").toString())
                .redirectErrorStream(true)
                .redirectOutput(file(name + ".log"))
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(folder.resolve(name + ".log")))
                .isZero();
    }

    /** A store with that certificate alone. */
    private static void trust(String name) throws Exception {
        Certificate certificate = read(name + ".p12").getCertificate(name);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(name, certificate);
        try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".trust"))) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static SchemaRegistry registry(Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put("x.url", "https://localhost:" + server.getAddress().getPort());
        return new SchemaRegistry(RegistryOptions.of("x", new Configuration(options)));
    }

    /** @param own {@code null}: none */
    private static Map<String, String> stores(String trusted, String own) {
        Map<String, String> options = new HashMap<>();
        options.put("x.ssl.truststore.location", file(trusted).toString());
        options.put("x.ssl.truststore.password", PASSWORD);
        if (own != null) {
            options.put("x.ssl.keystore.location", file(own).toString());
            options.put("x.ssl.keystore.password", PASSWORD);
        }
        return options;
    }

    private static void assertFails(ErrorCode code, String text, Map<String, String> options) {
        assertThatThrownBy(() -> registry(options).schema(1))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text)
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void aRegistryThatIsTrustedAndTrustsAnswers() {
        assertThat(registry(stores("server.trust", "client.p12")).schema(1)).contains(Schema.create(Schema.Type.INT));
    }

    @Test
    void oneThatIsNotTrustedIsNotAsked() {
        assertFails(FormatErrorCode.REGISTRY_FAILED, "PKIX path", stores("client.trust", "client.p12"));
    }

    @Test
    void whoShowsNoCertificateGetsNoAnswer() {
        assertFails(FormatErrorCode.REGISTRY_FAILED, "was asked 4 times", stores("server.trust", null));
    }

    @Test
    void filesThatCannotBeReadAreNamed() {
        assertFails(
                FormatErrorCode.REGISTRY_REFUSED,
                "'x.ssl.truststore.location' = '" + file("nothing") + "' cannot be read (",
                stores("nothing", null));
        Map<String, String> wrong = stores("server.trust", "client.p12");
        wrong.put("x.ssl.keystore.password", "guessed");
        assertFails(FormatErrorCode.REGISTRY_REFUSED, "'x.ssl.keystore.location' = ", wrong);
        wrong.remove("x.ssl.keystore.password");
        assertFails(
                CoreErrorCode.INVALID_CONFIGURATION,
                "'x.ssl.keystore.location' and 'x.ssl.keystore.password' go together",
                wrong);
    }
}
