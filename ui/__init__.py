"""Everything that touches Streamlit or Plotly and is shared by the pages."""
