/** The jobs of a session from outside of it: {@code blink list}, {@code cancel} and {@code info} as text. Pure functions of a job's status, beside finding the job. */
package io.blink.client.job;
