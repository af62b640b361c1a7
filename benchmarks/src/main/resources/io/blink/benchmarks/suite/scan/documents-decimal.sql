SELECT count(*) AS documents, sum(length(doc_text)) AS lengths, max(doc_title) AS title, sum(doc_price) AS prices, sum(doc_amount) AS amounts
FROM document
WHERE doc_amount BETWEEN 0 AND 180000000
