package io.blink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobStatementTest {
    private static Statement parse(String text) {
        return StatementParser.parseScript(text).get(0).statement();
    }

    @Test
    void jobsAreStopped() {
        assertThat(parse("STOP JOB '17af'")).isEqualTo(new Statement.StopJob("17af", false, false));
        assertThat(parse("stop job '17af' with savepoint")).isEqualTo(new Statement.StopJob("17af", true, false));
        assertThat(parse("STOP JOB '17af'\nWITH SAVEPOINT  WITH DRAIN;"))
                .isEqualTo(new Statement.StopJob("17af", true, true));
    }

    @Test
    void savepointsAreTakenAndDeleted() {
        assertThat(parse("CREATE SAVEPOINT FOR JOB '17af'"))
                .isEqualTo(new Statement.CreateSavepoint("17af", Optional.empty()));
        assertThat(parse("CREATE SAVEPOINT FOR JOB '17af' IN '/it''s here'"))
                .isEqualTo(new Statement.CreateSavepoint("17af", Optional.of("/it's here")));
        assertThat(parse("DROP SAVEPOINT '/s'")).isEqualTo(new Statement.DropSavepoint("/s"));
    }

    @Test
    void jobsAreShown() {
        assertThat(parse("DESC JOB '17af'")).isEqualTo(new Statement.DescribeJob("17af"));
        assertThat(parse("DESCRIBE JOB '17af'")).isEqualTo(new Statement.DescribeJob("17af"));
        assertThat(parse("SHOW CHECKPOINTS FOR JOB '17af'")).isEqualTo(new Statement.ShowCheckpoints("17af"));
    }

    @Test
    void aTableMayBeNamedJob() {
        assertThat(parse("DESCRIBE job")).isInstanceOf(Statement.DescribeTable.class);
    }

    @Test
    void mistakesAreToldWithTheForm() {
        assertThatThrownBy(() -> parse("STOP JOB 17")).hasMessageContaining("STOP JOB 'id' [WITH SAVEPOINT]");
        assertThatThrownBy(() -> parse("STOP JOB '17' WITH DRAIN"))
                .hasMessageContaining("WITH DRAIN needs WITH SAVEPOINT");
        assertThatThrownBy(() -> parse("SHOW CHECKPOINTS")).hasMessageContaining("SHOW CHECKPOINTS FOR JOB 'id'");
    }
}
