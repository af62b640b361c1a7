SELECT doc_id, doc_title, doc_text, doc_amount
FROM document
WHERE doc_score < 100
