/**
 * Records whose schemas lie in a schema registry: each begins with the id of its writer's ({@link io.blink.formats.avro.registry.SchemaIds}). Readers ask the registry once an id, on
 * the thread that reads; writers register the schema of the table with their first row.
 */
package io.blink.formats.avro.registry;
