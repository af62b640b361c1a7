/**
 * JSON: one object a record. The scanner walks over UTF-8 bytes and makes no object per record or value; a tree of {@link io.blink.formats.json.JsonValue}s, one a
 * type, puts what it finds into column builders. Called by decoders and encoders of {@link io.blink.formats.record} and by the files of format {@code json}, one object a line.
 */
package io.blink.formats.json;
