package io.blink.runtime.expression.text;

import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** URL_ENCODE and URL_DECODE (application/x-www-form-urlencoded in UTF-8), and PARSE_URL. */
final class Urls {
    private final CallSite site;

    Urls(CallSite site) {
        this.site = site;
    }

    void encode(Column[] arguments, int row, ColumnBuilder out) {
        String text = BytesArgument.of(arguments[0]).string(row);
        ((BytesColumnBuilder) out).append(URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    void decode(Column[] arguments, int row, ColumnBuilder out) {
        try {
            String text = BytesArgument.of(arguments[0]).string(row);
            ((BytesColumnBuilder) out).append(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            out.appendNull(); // By contract: a text that is not encoded so has no value.
        }
    }

    /** A part of a URL, or the value of a key in its query; NULL where there is none and for what is no URL. */
    void part(Column[] arguments, int row, ColumnBuilder out) {
        String key = arguments.length > 2 ? BytesArgument.of(arguments[2]).string(row) : null;
        String name = BytesArgument.of(arguments[1]).string(row).toUpperCase(Locale.ROOT);
        String part;
        try {
            part = part(new URI(BytesArgument.of(arguments[0]).string(row)), name, key);
        } catch (URISyntaxException e) {
            part = null; // As Hive and Flink have it: bad input is no error.
        }
        if (part == null) {
            out.appendNull();
        } else {
            ((BytesColumnBuilder) out).append(part);
        }
    }

    private String part(URI url, String name, String key) {
        if (key != null) {
            return name.equals("QUERY") ? valueOf(url.getRawQuery(), key) : null;
        }
        return switch (name) {
            case "HOST" -> url.getHost();
            case "PATH" -> url.getRawPath();
            case "QUERY" -> url.getRawQuery();
            case "REF" -> url.getRawFragment();
            case "PROTOCOL" -> url.getScheme();
            case "FILE" -> url.getRawQuery() == null ? url.getRawPath() : url.getRawPath() + "?" + url.getRawQuery();
            case "AUTHORITY" -> url.getRawAuthority();
            case "USERINFO" -> url.getRawUserInfo();
            default ->
                throw site.invalidArgument(
                        "'" + name
                                + "' is no part of a URL; the parts are HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY and USERINFO",
                        null);
        };
    }

    private static String valueOf(String query, String key) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&")) {
            if (pair.startsWith(key) && pair.length() > key.length() && pair.charAt(key.length()) == '=') {
                return pair.substring(key.length() + 1);
            }
        }
        return null;
    }
}
