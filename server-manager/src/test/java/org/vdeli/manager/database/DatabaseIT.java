package org.vdeli.manager.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseIT {
    @Test
    void makesItsSchemaAndFitsIt() {
        try (Database database = RealDatabase.open()) {
            assertThat(database.transactions().<Long>read(stores -> stores.operators().count()))
                    .isZero();
        }
    }
}
