package io.blink.formats.avro.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blink.core.error.BlinkException;
import io.blink.formats.FormatErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Asks a schema registry by the protocol of Confluent's ({@code GET /schemas/ids/ID}, {@code POST /subjects/SUBJECT/versions}). Blocks. A server that does not answer, or fails, is asked
 * again a few times after the others.
 */
final class SchemaRegistry {
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);
    private static final int ROUNDS = 4;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryOptions options;
    private final HttpClient client;

    SchemaRegistry(RegistryOptions options) {
        this.options = options;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        options.certificates().context().ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /** The schema of that id; empty if the registry has none. */
    Optional<Schema> schema(int id) {
        String path = "/schemas/ids/" + id;
        HttpResponse<String> answer = ask(path, null);
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        JsonNode found = content(path, answer);
        String type = found.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO") || found.path("references").size() > 0) {
            throw refused(
                    path,
                    "schema " + id + " is of type " + type + " with "
                            + found.path("references").size()
                            + " references; only Avro schemas that stand alone can be read");
        }
        try {
            return Optional.of(new Schema.Parser().parse(found.path("schema").asText()));
        } catch (AvroRuntimeException e) {
            throw refused(path, "schema " + id + " cannot be read: " + e.getMessage());
        }
    }

    /** The id of a schema, which is registered if it is not. */
    int register(String subject, Schema schema) {
        String path = "/subjects/"
                + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20") + "/versions";
        try {
            HttpResponse<String> answer = ask(path, JSON.writeValueAsString(Map.of("schema", schema.toString())));
            JsonNode id = content(path, answer).path("id");
            if (!id.isInt()) {
                throw refused(path, "the answer has no 'id': " + answer.body());
            }
            return id.intValue();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings is not written as JSON", e);
        }
    }

    private JsonNode content(String path, HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw refused(
                    path,
                    switch (answer.statusCode()) {
                        case 401, 403 ->
                            "status " + answer.statusCode()
                                    + "; check 'basic-auth.user-info' or 'bearer-auth.token' of the format";
                        case 409 ->
                            "the schema of the table does not go with those that the subject has: " + answer.body();
                        default -> "status " + answer.statusCode() + ": " + answer.body();
                    });
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw refused(
                    path, "the answer is no JSON, so that this may be no schema registry: " + e.getOriginalMessage());
        }
    }

    private BlinkException refused(String path, String why) {
        return new BlinkException(
                FormatErrorCode.REGISTRY_REFUSED, "Schema registry " + options.urls() + path + ": " + why + ".");
    }

    /** @param body {@code null}: GET */
    private HttpResponse<String> ask(String path, String body) {
        String problem = "";
        for (int round = 0; round < ROUNDS; round++) {
            LockSupport.parkNanos(round * PAUSE_NANOS);
            for (URI server : options.urls()) {
                try {
                    HttpResponse<String> answer =
                            client.send(request(server, path, body), HttpResponse.BodyHandlers.ofString());
                    if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                        return answer;
                    }
                    problem = server + " answers with status " + answer.statusCode();
                } catch (IOException e) {
                    problem = server + ": " + e;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new BlinkException(
                            FormatErrorCode.REGISTRY_FAILED, "Schema registry " + server + path + ": interrupted.", e);
                }
            }
        }
        throw new BlinkException(
                FormatErrorCode.REGISTRY_FAILED,
                "Schema registry " + options.urls() + path + " was asked " + ROUNDS + " times; the last time " + problem
                        + ".");
    }

    private HttpRequest request(URI server, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", CONTENT_TYPE + ", application/json");
        if (options.authorization() != null) {
            request.header("Authorization", options.authorization());
        }
        return body == null
                ? request.build()
                : request.header("Content-Type", CONTENT_TYPE)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
    }
}
