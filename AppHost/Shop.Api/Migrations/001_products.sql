-- The stock is what was delivered to us. What is left of it is counted in Redis, and can be counted again from here.
CREATE TABLE products (
    sku      text          PRIMARY KEY,
    name     text          NOT NULL,
    price    numeric(10,2) NOT NULL CHECK (price > 0),
    currency char(3)       NOT NULL,
    stock    integer       NOT NULL CHECK (stock >= 0)
);

INSERT INTO products (sku, name, price, currency, stock) VALUES
    ('book', 'A good book',   12.50, 'EUR', 100),
    ('pen',  'A blue pen',     1.20, 'EUR', 500),
    ('lamp', 'A reading lamp', 49.00, 'EUR', 5);
