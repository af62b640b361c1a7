package io.blink.formats.avro.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.record.MalformedRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as it is told; a real registry is asked in the tests of Kafka's tables. */
class SchemaRegistryTest {
    private static final String SCHEMA = "{\"schema\":\"\\\"int\\\"\"}";

    private final List<String> asked = new ArrayList<>();
    /** Status and body of the answers to come; the last one stays. */
    private final List<String> answers = new ArrayList<>();

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                            .orElse("-")
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String answer = answers.size() > 1 ? answers.remove(0) : answers.get(0);
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private SchemaRegistry registry(Map<String, String> more) {
        Configuration options = new Configuration(more);
        if (!more.containsKey("x.url")) {
            options = options.with("x.url", url() + "/base/");
        }
        return new SchemaRegistry(RegistryOptions.of("x", options));
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Test
    void aServerThatFailsIsAskedAgainAndThenTheNextOne() {
        answers.addAll(List.of("503 busy", "200 " + SCHEMA));
        assertThat(registry(Map.of()).schema(7)).contains(Schema.create(Schema.Type.INT));
        assertThat(asked).containsExactly("GET /base/schemas/ids/7 -", "GET /base/schemas/ids/7 -");
        assertThat(registry(Map.of("x.url", "http://localhost:1, " + url())).schema(7))
                .isPresent();
        answers.set(0, "500 broken");
        assertThatThrownBy(() -> registry(Map.of()).schema(7))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(FormatErrorCode.REGISTRY_FAILED))
                .hasMessageContaining("was asked 4 times")
                .hasMessageContaining("status 500");
    }

    @Test
    void schemasAreRegisteredInTheUsersName() {
        answers.add("200 {\"id\":12}");
        SchemaRegistry registry = registry(Map.of("x.basic-auth.user-info", "me:secret"));
        assertThat(registry.register("my topic-value", Schema.create(Schema.Type.INT)))
                .isEqualTo(12);
        assertThat(asked)
                .containsExactly(
                        "POST /base/subjects/my%20topic-value/versions Basic bWU6c2VjcmV0{\"schema\":\"\\\"int\\\"\"}");
        answers.set(0, "401 who are you");
        assertThatThrownBy(() -> registry.register("s", Schema.create(Schema.Type.INT)))
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(FormatErrorCode.REGISTRY_REFUSED))
                .hasMessageContaining("check 'basic-auth.user-info'");
    }

    @Test
    void propertiesOfConfluentsClientStandForOptions() {
        answers.add("200 " + SCHEMA);
        registry(Map.of("x.properties.basic.auth.user.info", "me:secret")).schema(1);
        registry(Map.of("x.properties.bearer.auth.token", "old", "x.bearer-auth.token", "new"))
                .schema(2);
        assertThat(asked)
                .containsExactly("GET /base/schemas/ids/1 Basic bWU6c2VjcmV0", "GET /base/schemas/ids/2 Bearer new");
        assertThatThrownBy(() -> registry(Map.of("x.properties.bearer.auth.tokens", "t")))
                .hasMessageContaining("'x.properties.bearer.auth.tokens' is not known")
                .hasMessageContaining("Did you mean 'bearer.auth.token'");
    }

    @Test
    void whatIsNoRegistryOrNoSchemaIsNamed() {
        answers.add("200 <html>");
        assertThatThrownBy(() -> registry(Map.of()).schema(1)).hasMessageContaining("may be no schema registry");
        answers.set(0, "200 {\"schemaType\":\"PROTOBUF\",\"schema\":\"message\"}");
        assertThatThrownBy(() -> registry(Map.of()).schema(1)).hasMessageContaining("of type PROTOBUF");
        assertThatThrownBy(() -> registry(Map.of("x.url", "registry:8081"))).hasMessageContaining("is not http://HOST");
        assertThatThrownBy(() -> RegistryOptions.of("x", Configuration.empty()))
                .hasMessageContaining("'x.url' is missing");
    }

    /** Many bad records ask no more often than one, until there may be news. */
    @Test
    void anIdIsAskedForOnce() throws Exception {
        AtomicLong clock = new AtomicLong();
        SchemaIds<String> ids = new SchemaIds<>(registry(Map.of()), Schema::toString, clock::get);
        byte[] record = {9, 0, 0, 0, 0, 1, 2};
        answers.add("404 {}");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> ids.of(record, 1, 6))
                    .isInstanceOf(MalformedRecord.class)
                    .hasMessage("the schema registry has no schema 1");
        }
        assertThat(asked).hasSize(1);
        clock.addAndGet(11_000_000_000L);
        answers.set(0, "200 " + SCHEMA);
        for (int i = 0; i < 3; i++) {
            assertThat(ids.of(record, 1, 6)).isEqualTo("\"int\"");
        }
        assertThat(asked).hasSize(2);
        assertThatThrownBy(() -> ids.of(record, 0, 7)).hasMessageContaining("does not begin with a 0");
        assertThatThrownBy(() -> ids.of(record, 1, 4)).hasMessageContaining("does not begin with a 0");
    }
}
