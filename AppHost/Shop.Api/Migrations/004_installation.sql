-- Tells one database from another, whatever they are called and wherever they are reached.
CREATE TABLE installation (
    id  uuid    NOT NULL DEFAULT gen_random_uuid(),
    one boolean PRIMARY KEY DEFAULT true CHECK (one)
);

INSERT INTO installation DEFAULT VALUES;
