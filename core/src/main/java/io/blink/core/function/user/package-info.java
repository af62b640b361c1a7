/**
 * Functions of users as the engine sees them: what a plan carries of one, how its class is found in its jars and what its methods take and give. Used by the planner, which looks at classes, and by
 * workers, which load the same jars again. Reflection happens here, once for each call of a statement, never for each row.
 */
package io.blink.core.function.user;
